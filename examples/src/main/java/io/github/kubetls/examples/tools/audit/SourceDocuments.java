package io.github.kubetls.examples.tools.audit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The documents of a file one by one, so that only one of them is in memory, with lists taken apart. */
final class SourceDocuments implements Iterator<SourceDocument> {

    private static final int MOST = 10_000;
    private static final Pattern SEPARATOR = Pattern.compile("^---(?=\\s|$)", Pattern.MULTILINE);

    private final SourceFile file;
    private final String text;
    private final Matcher separator;
    private final Deque<SourceDocument> pending = new ArrayDeque<>();
    private int start;
    private int line = 1;
    private int count;

    SourceDocuments(SourceFile file) {
        this.file = file;
        this.text = file.text();
        this.separator = SEPARATOR.matcher(text);
    }

    /** Whether documents are left that are too many to look at. */
    boolean isCutShort() {
        return count >= MOST && start < text.length();
    }

    @Override
    public boolean hasNext() {
        while (pending.isEmpty() && start < text.length() && count < MOST) {
            advance();
        }
        return !pending.isEmpty();
    }

    @Override
    public SourceDocument next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pending.removeFirst();
    }

    private void advance() {
        int end = separator.find() ? separator.start() : text.length();
        if (end > start) {
            SourceDocument document = SourceDocument.of(file, count == 0, line, text.substring(start, end));
            pending.addAll(document.objects());
            line += document.lineCount();
            start = end;
            count++;
        }
    }
}
