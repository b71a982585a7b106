package io.github.kubetls.token;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.access.UserInfo;
import io.github.kubetls.internal.text.CsvRecords;
import io.github.kubetls.internal.text.TextKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What stops kube-apiserver in a token file, and what is most likely a mistake. */
final class TokenFileFindings {

    private static final int TOKEN = 0;
    private static final int NAME = 1;
    private static final int UID = 2;
    private static final int GROUPS = 3;
    private static final int SHORTEST_TOKEN = 16;
    private static final int LONGEST_HEADER = 8 * 1024;
    private static final String MARK = "\uFEFF";
    private static final Pattern TYPOGRAPHIC = Pattern.compile("[\u201C-\u201F\u00AB\u00BB\u2018-\u201B]");

    private final boolean isUtf16;
    private final String source;
    private final CsvRecords records;
    private final List<Finding> findings = new ArrayList<>();
    private final TokenIndex tokens;
    /** The name of each uid; empty for one that several names have. */
    private final Map<String, Optional<String>> namesByUid = new HashMap<>();

    TokenFileFindings(byte[] csv, String source) {
        this.isUtf16 = TextKind.isUtf16(csv);
        this.source = source;
        this.records = new CsvRecords(csv, 0, source);
        this.tokens = new TokenIndex(csv);
    }

    List<Finding> all() {
        if (isUtf16) {
            return List.of(Finding.error(
                    "ENCODING_INVALID",
                    Location.ofSource(source),
                    TokenFile.UTF16,
                    "save the file as UTF-8 without byte order mark"));
        }
        try {
            while (records.next()) {
                record();
            }
        } catch (InvalidFormatException e) {
            findings.add(Finding.error(
                    e.code(),
                    e.location(),
                    e.rule(),
                    "kube-apiserver does not start with this file; nothing after this place was checked"));
        }
        return List.copyOf(findings);
    }

    private void record() {
        encoding();
        if (records.fieldCount() <= UID) {
            findings.add(Finding.error(
                    "COLUMNS_MISSING",
                    records.location(),
                    TokenFile.tooFewColumns(records),
                    "kube-apiserver does not start with this file"));
            return;
        }
        token();
        user();
        if (records.fieldCount() > GROUPS) {
            groups();
        }
        if (records.fieldCount() > GROUPS + 1) {
            warn(
                    "GROUPS_IGNORED",
                    GROUPS + 1,
                    "the fifth column and all after it are ignored",
                    "put all groups into one quoted column: \"dev,ops\"");
        }
    }

    private void encoding() {
        for (int i = 0; i < records.fieldCount(); i++) {
            byte[] value = records.bytes(i);
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            } catch (CharacterCodingException e) {
                warn("ENCODING_INVALID", i, "the column is not valid UTF-8", "save the file as UTF-8");
            }
            for (byte b : value) {
                if (b >= 0 && b < ' ' || b == 0x7F) {
                    warn(
                            "CONTROL_CHARACTER_UNEXPECTED",
                            i,
                            "the column has a control character or a line end",
                            "remove it");
                    break;
                }
            }
            if (TYPOGRAPHIC.matcher(records.text(i)).find()) {
                warn(
                        "QUOTE_SUSPECT",
                        i,
                        "the column has a typographic quote, which is part of the value",
                        "use the plain quote \"");
            }
        }
    }

    private void token() {
        if (records.isEmpty(TOKEN)) {
            warn(
                    "TOKEN_EMPTY",
                    TOKEN,
                    "the record has no token and is skipped",
                    "give it a token, or remove the record");
            return;
        }
        byte[] bytes = records.bytes(TOKEN);
        String token = records.text(TOKEN);
        if (tokens.find(bytes) != TokenIndex.NOT_FOUND) {
            warn(
                    "TOKEN_DUPLICATE",
                    TOKEN,
                    "the token is in an earlier record too, which this one replaces completely",
                    "remove one of the two");
        }
        tokens.put(bytes, records.recordStart());
        if (token.startsWith(MARK)) {
            warn(
                    "BYTE_ORDER_MARK_UNEXPECTED",
                    TOKEN,
                    "the file begins with a byte order mark, which becomes part of the first token",
                    "save the file as UTF-8 without byte order mark");
        }
        if (token.startsWith("#")) {
            warn(
                    "COMMENT_UNSUPPORTED",
                    TOKEN,
                    "there are no comments in a token file: this defines a token that begins with #",
                    "remove the line");
        }
        if (token.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            warn(
                    "TOKEN_WHITE_SPACE_UNEXPECTED",
                    TOKEN,
                    "the token has white space, so no client can present it",
                    "remove the white space");
        }
        if (bytes.length > LONGEST_HEADER) {
            warn(
                    "TOKEN_EXCESSIVE",
                    TOKEN,
                    "the token is longer than many servers take in a header",
                    "use a shorter one");
        }
        if (bytes.length < SHORTEST_TOKEN) {
            warn(
                    "TOKEN_INSECURE",
                    TOKEN,
                    "the token is shorter than 128 bits of text",
                    "generate one: 32 random hexadecimal digits");
        }
    }

    private void user() {
        String name = records.text(NAME);
        if (name.isEmpty()) {
            warn("NAME_EMPTY", NAME, "the user has no name", "name the user");
        } else if (name.equals(UserInfo.ANONYMOUS_NAME)) {
            warn(
                    "ANONYMOUS_NAME_SUSPECT",
                    NAME,
                    "the token makes its holder the anonymous user, who never gets system:authenticated",
                    "choose another name");
        } else if (name.startsWith("system:")) {
            warn(
                    "SYSTEM_NAME_SUSPECT",
                    NAME,
                    "the name is reserved for components of Kubernetes",
                    "choose another name");
        }
        String uid = records.text(UID);
        if (!uid.isEmpty()
                && namesByUid
                        .merge(uid, Optional.of(name), TokenFileFindings::same)
                        .isEmpty()) {
            warn(
                    "UID_DUPLICATE",
                    UID,
                    "an earlier record gives the same uid to another name",
                    "give each user its own uid");
        }
        blanks(NAME);
        blanks(UID);
    }

    private static Optional<String> same(Optional<String> earlier, Optional<String> name) {
        return earlier.equals(name) ? name : Optional.empty();
    }

    private void blanks(int field) {
        String text = records.text(field);
        if (!text.equals(text.strip())) {
            warn(
                    "COLUMN_WHITE_SPACE_UNEXPECTED",
                    field,
                    "the column begins or ends with white space, which is part of the value",
                    "separate columns by a comma and nothing else");
        }
    }

    private void groups() {
        Set<String> seen = new HashSet<>();
        Set<String> reported = new HashSet<>();
        for (String group : TokenRules.split(records.text(GROUPS))) {
            if (group.isEmpty()) {
                once(reported, "GROUP_EMPTY", "a group is the empty string", "remove the comma, or the column");
            } else if (!group.equals(group.strip())) {
                once(
                        reported,
                        "GROUP_WHITE_SPACE_UNEXPECTED",
                        "a group begins or ends with white space, which is part of its name",
                        "separate groups by a comma and nothing else");
            }
            if (!seen.add(group) && !group.isEmpty()) {
                once(reported, "GROUP_DUPLICATE", "a group is listed twice", "remove one of the two");
            }
            if (group.equals(UserInfo.MASTERS_GROUP) && reported.add("MASTERS_GROUP_INSECURE")) {
                findings.add(Finding.error(
                        "MASTERS_GROUP_INSECURE",
                        records.location(GROUPS),
                        "the holder of the token may do everything in the cluster, for as long as the file is in use",
                        "use a group with a binding of its own"));
            }
        }
    }

    private void once(Set<String> reported, String code, String message, String fix) {
        if (reported.add(code)) {
            warn(code, GROUPS, message, fix);
        }
    }

    private void warn(String code, int field, String message, String fix) {
        findings.add(Finding.warning(code, records.location(field), message, fix));
    }
}
