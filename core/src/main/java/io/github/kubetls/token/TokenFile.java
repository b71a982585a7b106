package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.Authentication;
import io.github.kubetls.access.Authenticator;
import io.github.kubetls.access.Credentials;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.io.AtomicFiles;
import io.github.kubetls.internal.text.CsvRecords;
import io.github.kubetls.internal.text.GoText;
import io.github.kubetls.internal.text.TextKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The static tokens of kube-apiserver's {@code --token-auth-file}: CSV with the columns token, user name, uid and groups.
 *
 * <p>It is read exactly as kube-apiserver reads it: what stops the server throws here, and {@link #findings()} tells
 * what the server silently takes differently from what its author meant. A token that occurs again replaces the earlier
 * record completely. {@link #toString()} shows the number of tokens only.
 *
 * <pre>{@code
 * 02b50b05283e98dd0fd71db496ef01e8,kubelet-bootstrap,10001,"system:bootstrappers"
 *
 * TokenFile tokens = TokenFile.read(Path.of("token.csv"));
 * Optional<UserInfo> user = tokens.authenticate(presented);
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file">Static token
 *     file</a>
 */
public final class TokenFile implements Authenticator {

    private static final int LARGEST = 1024 * 1024 * 1024;
    static final String UTF16 =
            "is text in UTF-16, which kube-apiserver takes for other characters with zeros between them: save it as UTF-8";

    private static final int COLUMNS = 3;

    // The file as it is, with an index from tokens to the records they stand in: a million tokens cost little more than
    // their text, and users are built when first asked for, and kept.
    private final byte[] csv;
    private final TokenIndex index;
    private final String source;
    /** The users that were asked for, by the slots of their tokens. Threads that race build equal ones. */
    private final @Nullable UserInfo[] users;

    private TokenFile(byte[] csv, String source) {
        this.csv = csv;
        this.source = source;
        this.index = new TokenIndex(csv);
        try {
            readRecords();
        } catch (InvalidFormatException e) {
            throw recognized(e);
        }
        users = new UserInfo[index.capacity()];
    }

    private void readRecords() {
        CsvRecords records = new CsvRecords(csv, 0, source);
        while (records.next()) {
            if (records.fieldCount() < COLUMNS) {
                throw new InvalidFormatException("COLUMNS_MISSING", records.location(), tooFewColumns(records));
            }
            if (!records.isEmpty(0)) {
                index.put(records.bytes(0), records.recordStart());
            }
        }
    }

    /** The refusal, with what the file is when that is the reason. */
    private InvalidFormatException recognized(InvalidFormatException refusal) {
        if (TextKind.isUtf16(csv)) {
            return new InvalidFormatException("ENCODING_INVALID", Location.ofSource(source), UTF16);
        }
        return TextKind.of(csv)
                .filter(kind -> !kind.equals("a token file") && !kind.equals("nothing"))
                .map(kind -> new InvalidFormatException(
                        refusal.code(), refusal.location(), refusal.rule() + ": found " + kind))
                .orElse(refusal);
    }

    /** The rule, with what the author most likely did; nothing of the record but its first character decides. */
    static String tooFewColumns(CsvRecords records) {
        String rule = "has " + records.fieldCount() + " of the three columns token, user name and uid";
        String text = records.text(0);
        if (text.startsWith("#")) {
            return rule + "; there are no comments in a token file: remove the line";
        }
        if (text.indexOf(';') >= 0 || text.indexOf('\t') >= 0) {
            return rule + "; separate columns by commas, not by semicolons or tabs";
        }
        return rule + "; add what is missing, or remove the line";
    }

    /**
     * {@return a file of tokens; of several that are equal, the last one counts}
     *
     * @param tokens the tokens with their users
     * @throws IllegalArgumentException as {@link #of(List)} does
     */
    public static TokenFile of(StaticToken... tokens) {
        return of(List.of(tokens));
    }

    /**
     * {@return a file of tokens; of several that are equal, the last one counts}
     *
     * @param tokens the tokens with their users
     * @throws IllegalArgumentException when one comes from a file and cannot be written safely, as
     *     {@link StaticToken#of(String, UserInfo)} tells
     */
    public static TokenFile of(List<StaticToken> tokens) {
        StringBuilder csv = new StringBuilder();
        for (StaticToken token : tokens) {
            token.requireWritable().appendTo(csv);
        }
        return new TokenFile(csv.toString().getBytes(StandardCharsets.UTF_8), "");
    }

    /**
     * {@return the tokens in a file's text}
     *
     * @param text the text; a byte order mark would be part of the first token, as it is for kube-apiserver
     * @throws InvalidFormatException when kube-apiserver would not start with it: {@code QUOTE_UNEXPECTED},
     *     {@code QUOTE_INVALID} or {@code COLUMNS_MISSING}, with record, line and column; also {@code ENCODING_INVALID} for
     *     half a surrogate pair, which no file can hold
     */
    public static TokenFile parse(String text) {
        byte[] bytes = encode(text);
        if (bytes == null) {
            throw new InvalidFormatException("ENCODING_INVALID", Location.none(), "the text has half a surrogate pair");
        }
        return new TokenFile(bytes, "");
    }

    /**
     * {@return the tokens in a file's bytes, every sequence of which is taken as it is, UTF-8 or not}
     *
     * @param bytes the bytes
     * @throws InvalidFormatException when kube-apiserver would not start with them, as {@link #parse(String)} tells
     */
    public static TokenFile parse(byte[] bytes) {
        return new TokenFile(bytes.clone(), "");
    }

    /**
     * {@return the tokens of a file}
     *
     * @param file the file
     * @throws IOException when it cannot be read, or is larger than 1 GiB
     * @throws InvalidFormatException when kube-apiserver would not start with it, as {@link #parse(String)} tells, with the
     *     file's name
     */
    public static TokenFile read(Path file) throws IOException {
        return new TokenFile(AtomicFiles.read(file, LARGEST), file.toString());
    }

    /**
     * {@return everything in a file's text that stops kube-apiserver, and everything that is most likely a mistake,
     * free of tokens} Unlike {@link #parse(String)}, this goes on after a record with too few columns.
     *
     * @param text the text, well-formed or not
     */
    public static List<Finding> findings(String text) {
        return new TokenFileFindings(text.getBytes(StandardCharsets.UTF_8), "").all();
    }

    /**
     * {@return everything in a file that stops kube-apiserver, and everything that is most likely a mistake, free of
     * tokens}
     *
     * @param file the file, well-formed or not
     * @throws IOException when it cannot be read, or is larger than 1 GiB
     */
    public static List<Finding> findings(Path file) throws IOException {
        return new TokenFileFindings(AtomicFiles.read(file, LARGEST), file.toString()).all();
    }

    /** {@return what is most likely a mistake, with record, line and column, free of tokens} */
    public List<Finding> findings() {
        return new TokenFileFindings(csv, source).all();
    }

    /**
     * {@return the user of a presented token, without {@code system:authenticated}, or empty when no token is exactly
     * this text} The time that it takes depends neither on the number of tokens nor on how much of one was guessed
     * right.
     *
     * @param presented what was presented; any text
     */
    public Optional<UserInfo> authenticate(String presented) {
        int slot = find(presented);
        if (slot == TokenIndex.NOT_FOUND) {
            return Optional.empty();
        }
        UserInfo user = users[slot];
        if (user == null) {
            user = user(slot);
            users[slot] = user;
        }
        return Optional.of(user);
    }

    private int find(String token) {
        byte[] bytes = encode(token);
        return bytes == null ? TokenIndex.NOT_FOUND : index.find(bytes);
    }

    private UserInfo user(int slot) {
        CsvRecords records = new CsvRecords(csv, index.recordStart(slot), source);
        records.next();
        return user(records);
    }

    /**
     * {@return the user of a request's bearer token, a rejection with the code {@code TOKEN_UNKNOWN}, or that no token
     * was presented}
     *
     * @param presented what the request presents
     * @param now       not needed: static tokens never expire
     */
    @Override
    public Authentication authenticate(Credentials presented, Instant now) {
        return presented
                .bearerToken()
                .map(token -> authenticate(token.value())
                        .map(Authentication::authenticated)
                        .orElse(Authentication.rejected("TOKEN_UNKNOWN", "the token is not in the token file")))
                .orElse(Authentication.notPresented());
    }

    private static byte @Nullable [] encode(String text) {
        // There is no half of a surrogate pair in any file.
        return GoText.isText(text) ? text.getBytes(StandardCharsets.UTF_8) : null;
    }

    private static UserInfo user(CsvRecords records) {
        UserInfo.Builder user = UserInfo.builder(records.text(1)).uid(records.text(2));
        if (records.fieldCount() > COLUMNS) {
            user.groups(TokenRules.split(records.text(COLUMNS)));
        }
        return user.build();
    }

    /** {@return the number of different tokens} */
    public int size() {
        return index.size();
    }

    /** {@return the tokens that count, with their users, in the order of the file} */
    public Stream<StaticToken> tokens() {
        Iterator<StaticToken> iterator = new TokenIterator();
        return StreamSupport.stream(
                Spliterators.spliterator(iterator, size(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** Goes through the records that were not replaced by a later one. */
    private final class TokenIterator implements Iterator<StaticToken> {
        private final CsvRecords records = new CsvRecords(csv, 0, source);
        private int left = size();

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public StaticToken next() {
            while (left > 0 && records.next()) {
                byte[] token = records.bytes(0);
                int slot = index.find(token);
                if (slot != TokenIndex.NOT_FOUND && index.recordStart(slot) == records.recordStart()) {
                    left--;
                    return StaticToken.read(new String(token, StandardCharsets.UTF_8), user(records));
                }
            }
            throw new NoSuchElementException();
        }
    }

    /**
     * {@return the tokens as CSV that kube-apiserver reads back: groups always in quotes, LF line ends, nothing for
     * absent groups} The text is a secret: keep it out of logs and messages.
     *
     * @throws IllegalStateException when a token, a name or a group that was read cannot be written again safely, as
     *     {@link StaticToken#of(String, UserInfo)} tells, or is not UTF-8
     */
    public String toCsv() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv));
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the file that was read is not UTF-8", e);
        }
        StringBuilder text = new StringBuilder(csv.length);
        tokens().forEach(token -> {
            String defect = token.defect();
            if (defect != null) {
                throw new IllegalStateException("cannot be written: " + defect);
            }
            token.appendTo(text);
        });
        return text.toString();
    }

    /**
     * Writes the tokens to a file for its owner only: mode 0600, whole or not at all, replacing an existing file.
     *
     * @param file the file
     * @throws IOException when it cannot be written; an existing file is then unchanged
     * @throws IllegalStateException as {@link #toCsv} does
     */
    public void write(Path file) throws IOException {
        AtomicFiles.writeOwnerOnly(file, toCsv().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenFile that
                && size() == that.size()
                && (Arrays.equals(csv, that.csv) || tokens().allMatch(that::has));
    }

    private boolean has(StaticToken token) {
        int slot = find(token.token());
        return slot != TokenIndex.NOT_FOUND && user(slot).equals(token.user());
    }

    @Override
    public int hashCode() {
        return size();
    }

    /** The number of tokens, such as {@code TokenFile[3 tokens]}. */
    @Override
    public String toString() {
        return "TokenFile[" + size() + " tokens]";
    }
}
