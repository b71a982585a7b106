package io.github.kubetls.examples.hostile;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.examples.tools.audit.AuditReport;
import io.github.kubetls.examples.tools.audit.Auditor;
import io.github.kubetls.examples.tools.audit.ReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The audit of a folder with one file, and what every format writes of it. */
final class FolderAudit {

    private FolderAudit() {}

    /** What all formats write, one behind the other. */
    record Reports(List<String> texts) {}

    /** The first line of the text is the name of the file, if it is one of the samples'. */
    static Reports of(String text) {
        int end = text.indexOf('\n');
        String name = end > 0 && text.substring(0, end).matches("[a-z0-9-]{1,60}\\.[a-z]{1,5}")
                ? text.substring(0, end)
                : "file.yaml";
        try {
            Path folder = Files.createTempDirectory("hostile");
            Path file = folder.resolve(name);
            try {
                Files.write(file, text.substring(end + 1).getBytes(StandardCharsets.UTF_8));
                AuditReport report = Auditor.audit(List.of(folder), Seeds.NOW, KubernetesRelease.latest());
                List<String> texts = new ArrayList<>();
                for (ReportFormat format : ReportFormat.values()) {
                    texts.add(format.write(report, "1"));
                }
                return new Reports(texts);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
