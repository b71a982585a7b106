package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.Location;
import io.github.kubetls.examples.tools.cli.Program;
import io.github.kubetls.token.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Looks for everything about TLS bootstrapping below some paths, and for what is wrong with it.
 *
 * <p>What is below all paths together is taken as one cluster: a binding finds its role in any of the files.
 */
public final class Auditor {

    private static final int MEGABYTE = 1000 * 1000;

    /** Every record of a token file may have findings, so that more text needs much more memory. */
    private static final int LONGEST_TOKEN_FILE = 2 * MEGABYTE;

    /** What the components' files of flags have at most. */
    private static final int LONGEST_FLAGS_FILE = MEGABYTE;

    private static final Pattern TOKEN_FILE_NAME = Pattern.compile("(?is).*token.*\\.csv");
    private static final Pattern TOKEN_RECORD =
            Pattern.compile("\"?[0-9a-f]{16,}\"?,[^,\\r\\n]+,[^,\\r\\n]*(?:,[^\\r\\n]*)?(?:\\R|\\z)");

    private final Judge judge;
    private final WholeCluster cluster;
    private final List<FileFindings> found = new ArrayList<>();
    private final List<AuditReport.Skipped> skipped = new ArrayList<>();

    private Auditor(Judge judge) {
        this.judge = judge;
        this.cluster = new WholeCluster(judge.release());
    }

    /**
     * Looks at files, and at what is below directories.
     *
     * @param paths   the files and directories, which exist
     * @param now     the time to judge by
     * @param release the release of the components; what a later one finds fault with is told, too
     * @return what was found
     * @throws IOException          when a path cannot be looked at at all
     * @throws InterruptedException when the thread was interrupted
     */
    public static AuditReport audit(List<Path> paths, Instant now, KubernetesRelease release)
            throws IOException, InterruptedException {
        FileTree tree = FileTree.below(paths);
        Auditor auditor = new Auditor(new Judge(now, release));
        auditor.skipped.addAll(tree.skipped());
        tree.unreadable().forEach(auditor::unreadable);
        for (Map.Entry<String, Path> file : tree.files().entrySet()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            auditor.file(file.getKey(), file.getValue(), tree.isNamed(file.getKey()));
        }
        auditor.cluster.audit();
        return auditor.report(tree.files().size());
    }

    private AuditReport report(int files) {
        List<Finding> findings = new ArrayList<>();
        int documents = 0;
        for (FileFindings file : found) {
            findings.addAll(file.findings());
            documents += file.documents();
            if (file.omitted() > 0) {
                skip(file.file(), file.omitted() + " findings more");
            }
        }
        return new AuditReport(judge.now(), judge.release(), findings, skipped, files, documents);
    }

    private void unreadable(String name, String reason) {
        FileFindings file = new FileFindings(name);
        String fix = "audit it as somebody who may read it";
        file.add(Finding.warning("FILE_UNREADABLE", Location.none(), "cannot be looked into: " + reason, fix));
        found.add(file);
    }

    /** Looks at a file; of one that was named it is told what was passed over. */
    private void file(String name, Path path, boolean isNamed) {
        try {
            if (Files.size(path) > SourceFile.LARGEST) {
                skip(name, "larger than " + SourceFile.LARGEST / MEGABYTE + " MB");
                return;
            }
            SourceFile file = SourceFile.read(path, name);
            FileFindings findings = new FileFindings(name);
            found.add(findings);
            if (isTokenFile(file)) {
                tokenFile(file, findings);
            } else if (file.isText()) {
                PassedOver passedOver = text(file, findings);
                if (isNamed) {
                    passedOver.reasons(findings.isEmpty()).forEach(reason -> skip(name, reason));
                }
            } else if (isNamed) {
                skip(name, "not text; what is binary, such as DER or PKCS #12, is not looked into");
            }
        } catch (IOException e) {
            unreadable(name, Program.describe(e));
        }
    }

    private PassedOver text(SourceFile file, FileFindings findings) throws IOException {
        PassedOver passedOver = new PassedOver();
        PemAudit.audit(file, judge, findings);
        if (FlagsAudit.isFlagsFile(file)) {
            flags(file, findings);
            return passedOver;
        }
        DocumentAudit audit = new DocumentAudit(judge, cluster, findings);
        SourceDocuments documents = new SourceDocuments(file);
        while (documents.hasNext()) {
            SourceDocument document = documents.next();
            DocumentKind kind = DocumentKind.of(document);
            if (kind == DocumentKind.OTHER) {
                passedOver.add(document);
            } else if (document.isTooLong() || document.isTemplate()) {
                String reason = document.isTemplate() ? " is a template" : " is longer than 3 MiB";
                skip(file.name(), "the document at line " + document.start().line() + reason);
                passedOver.tellOfOthersOnly();
            } else {
                audit.audit(document, kind);
            }
        }
        if (documents.isCutShort()) {
            skip(file.name(), "the documents behind the first 10000");
        }
        return passedOver;
    }

    private void flags(SourceFile file, FileFindings findings) {
        if (file.text().length() > LONGEST_FLAGS_FILE) {
            skip(file.name(), "a file of flags larger than " + LONGEST_FLAGS_FILE / MEGABYTE + " MB");
        } else {
            FlagsAudit.file(file, judge, findings);
        }
    }

    private void skip(String name, String reason) {
        skipped.add(new AuditReport.Skipped(name, reason));
    }

    private static boolean isTokenFile(SourceFile file) {
        return TOKEN_FILE_NAME.matcher(file.lastName()).matches()
                || file.lastName().endsWith(".csv")
                        && TOKEN_RECORD.matcher(file.text()).lookingAt();
    }

    private void tokenFile(SourceFile file, FileFindings findings) throws IOException {
        if (file.text().length() > LONGEST_TOKEN_FILE) {
            skip(file.name(), "a token file larger than " + LONGEST_TOKEN_FILE / MEGABYTE + " MB");
            return;
        }
        findings.recognise();
        findings.addAll(FilePermissions.findings(file.path()), Location.none());
        TokenFile.findings(file.path()).forEach(findings::add);
    }
}
