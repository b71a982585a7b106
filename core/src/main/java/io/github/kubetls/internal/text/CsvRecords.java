package io.github.kubetls.internal.text;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits bytes into records and fields as Go's {@code encoding/csv} does for token files and for lists in flags: comma,
 * strict quotes, no comments, no trimming, any number of fields. A cursor: it holds the positions of one record at a time
 * and copies nothing.
 *
 * <p>Lines end at LF; one CR before it, or at the very end, belongs to the line end. Columns are bytes, counted from 1.
 */
public final class CsvRecords {

    private final byte[] bytes;
    private final String source;

    private int lineStart;
    private int lineEnd;
    private boolean lineFeed;
    private int nextLine;
    private int line;

    private int record;
    private int recordLine;
    private int recordStart;
    private int count;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int[] lines = new int[8];
    private int[] columns = new int[8];
    private int failedLine;
    private int failedColumn;

    /**
     * Starts before a record.
     *
     * @param bytes  any bytes
     * @param offset where a record starts
     * @param source name of the file, for messages; empty when there is none
     */
    public CsvRecords(byte[] bytes, int offset, String source) {
        this.bytes = bytes;
        this.nextLine = offset;
        this.source = source;
    }

    /**
     * {@return the fields of the first record of a text}
     *
     * @throws IllegalArgumentException with Go's words when there is none, or it breaks a rule
     */
    public static List<String> firstRecord(String text) {
        CsvRecords records = new CsvRecords(text.getBytes(StandardCharsets.UTF_8), 0, "");
        try {
            if (!records.next()) {
                throw new IllegalArgumentException("EOF");
            }
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(records.failure(e.code()), e);
        }
        return IntStream.range(0, records.count).mapToObj(records::text).toList();
    }

    /**
     * {@return the value of the first field of a record that was read before}
     *
     * @param bytes  the bytes
     * @param offset where the record starts, which has another field
     */
    public static byte[] firstField(byte[] bytes, int offset) {
        if (bytes[offset] == '"') {
            CsvRecords records = new CsvRecords(bytes, offset, "");
            records.next();
            return records.bytes(0);
        }
        int end = offset;
        while (bytes[end] != ',') {
            end++;
        }
        return Arrays.copyOfRange(bytes, offset, end);
    }

    private String failure(String code) {
        return (failedLine == recordLine ? "" : "record on line " + recordLine + "; ")
                + "parse error on line " + failedLine + ", column " + failedColumn + ": "
                + (code.equals("QUOTE_UNEXPECTED")
                        ? "bare \" in non-quoted-field"
                        : "extraneous or missing \" in quoted-field");
    }

    /**
     * {@return whether there is a next record, to which it goes}
     *
     * @throws InvalidFormatException with code {@code QUOTE_UNEXPECTED} or {@code QUOTE_INVALID}
     */
    public boolean next() {
        do {
            if (!readLine()) {
                return false;
            }
        } while (lineEnd == lineStart);
        record++;
        recordLine = line;
        recordStart = lineStart;
        count = 0;
        int at = lineStart;
        while (true) {
            int end = at < lineEnd && bytes[at] == '"' ? quoted(at) : unquoted(at);
            if (end == lineEnd) {
                return true;
            }
            at = end + 1;
        }
    }

    private boolean readLine() {
        if (nextLine >= bytes.length) {
            return false;
        }
        lineStart = nextLine;
        int end = lineStart;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        lineFeed = end < bytes.length;
        nextLine = lineFeed ? end + 1 : end;
        lineEnd = end > lineStart && bytes[end - 1] == '\r' ? end - 1 : end;
        line++;
        return true;
    }

    /** Takes an unquoted field and returns where it ends: at a comma or at the end of the line. */
    private int unquoted(int start) {
        int end = start;
        int quote = -1;
        while (end < lineEnd && bytes[end] != ',') {
            if (bytes[end] == '"' && quote < 0) {
                quote = end;
            }
            end++;
        }
        if (quote >= 0) {
            throw fail(
                    "QUOTE_UNEXPECTED",
                    line,
                    quote - lineStart + 1,
                    "has a quote in a field that does not begin with one; " + correction(start, quote));
        }
        add(start, end);
        return end;
    }

    /** What the author of a bare quote most likely meant. */
    private String correction(int start, int quote) {
        String before = new String(bytes, start, quote - start, StandardCharsets.UTF_8);
        if (before.isBlank()) {
            return "remove the blank before the quote";
        }
        return before.equals("\uFEFF")
                ? "save the file without the byte order mark before the quote"
                : "quote the whole field and double the quotes within it";
    }

    /** Takes a quoted field and returns where its closing quote ends: at a comma or at the end of a line. */
    private int quoted(int quote) {
        int start = quote + 1;
        int fieldLine = line;
        int fieldColumn = quote - lineStart + 1;
        int at = start;
        while (true) {
            if (at == lineEnd) {
                int lastLine = line;
                int lastColumn = lineEnd - lineStart + (lineFeed ? 2 : 1);
                if (!readLine() || lineEnd == lineStart && !lineFeed) {
                    throw fail(
                            "QUOTE_INVALID",
                            lastLine,
                            lastColumn,
                            "the quote that opens in line " + fieldLine + ", column " + fieldColumn
                                    + " is never closed; close it with a quote at the end of the field");
                }
                at = lineStart;
            } else if (bytes[at] != '"') {
                at++;
            } else if (at + 1 == lineEnd || bytes[at + 1] == ',') {
                add(start, at);
                lines[count - 1] = fieldLine;
                columns[count - 1] = fieldColumn;
                return at + 1;
            } else if (bytes[at + 1] == '"') {
                at += 2;
            } else {
                throw fail(
                        "QUOTE_INVALID",
                        line,
                        at - lineStart + 1,
                        "has something other than a comma or the end of the line after a closing quote; double a quote that"
                                + " belongs to the value, and remove what follows one that closes it");
            }
        }
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            lines = Arrays.copyOf(lines, count * 2);
            columns = Arrays.copyOf(columns, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        lines[count] = line;
        columns[count] = start - lineStart + 1;
        count++;
    }

    private InvalidFormatException fail(String code, int atLine, int atColumn, String rule) {
        failedLine = atLine;
        failedColumn = atColumn;
        String begins = atLine == recordLine ? "" : "the record that begins in line " + recordLine + ": ";
        return new InvalidFormatException(code, location(source, record, atLine, atColumn), begins + rule);
    }

    /**
     * {@return a place, such as {@code token.csv, record 3, line 4, column 17}}
     *
     * @param source name of the file; empty when there is none
     * @param record number of the record, from 1
     * @param line   number of the line, from 1
     * @param column number of the byte in the line, from 1, or 0 for the whole line
     */
    public static Location location(String source, int record, int line, int column) {
        return new Location(source, "record " + record, line, column);
    }

    /** {@return the number of the record, from 1; lines without anything do not count} */
    public int record() {
        return record;
    }

    /** {@return the offset of the record's first byte} */
    public int recordStart() {
        return recordStart;
    }

    /** {@return the line in which the record begins, from 1} */
    public int recordLine() {
        return recordLine;
    }

    /** {@return how many fields the record has} */
    public int fieldCount() {
        return count;
    }

    /** {@return the place of the record} */
    public Location location() {
        return location(source, record, recordLine, 0);
    }

    /**
     * {@return the place of a field, counted from 0}
     *
     * @param field number of the field
     */
    public Location location(int field) {
        return location(source, record, lines[field], columns[field]);
    }

    /**
     * {@return whether a field, counted from 0, has no bytes}
     *
     * @param field number of the field
     */
    public boolean isEmpty(int field) {
        return starts[field] == ends[field];
    }

    /**
     * {@return the value of a field, counted from 0: doubled quotes are one, CR LF is LF}
     *
     * @param field number of the field
     */
    public byte[] bytes(int field) {
        int start = starts[field];
        int end = ends[field];
        if (start == 0 || bytes[start - 1] != '"') {
            return Arrays.copyOfRange(bytes, start, end);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (bytes[i] == '\r' && i + 1 < end && bytes[i + 1] == '\n' || bytes[i] == '"') {
                i++;
            }
            value.write(bytes[i]);
        }
        return value.toByteArray();
    }

    /**
     * {@return the value of a field, counted from 0, with U+FFFD for what is not UTF-8}
     *
     * @param field number of the field
     */
    public String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }
}
