package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import io.github.kubetls.kubeconfig.internal.NamedFile;
import io.github.kubetls.manifest.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what a validation refuses, in order; identical texts are there once, as in Kubernetes. */
final class ValidationErrors {

    static final String FILE_NOT_READABLE = "FILE_UNREADABLE";

    private record Refusal(String code, FieldError error, String fix) {}

    private final Map<String, Refusal> byMessage = new LinkedHashMap<>();

    List<FieldError> toList() {
        return byMessage.values().stream().map(Refusal::error).toList();
    }

    /** The same as findings, but for files that cannot be read: {@link KubeconfigFindings} looks into them anyway. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        byMessage.values().stream()
                .filter(refusal -> !refusal.code().equals(FILE_NOT_READABLE))
                .forEach(refusal -> findings.add(Finding.error(
                        refusal.code(),
                        refusal.error().location(),
                        refusal.error().message(),
                        refusal.fix())));
        return findings;
    }

    /** Something is not there. */
    void missing(String code, Location at, String message, String fix) {
        add(code, at, FieldError.Type.REQUIRED, message, fix);
    }

    /** Something is not as it has to be. */
    void invalid(String code, Location at, String message, String fix) {
        add(code, at, FieldError.Type.INVALID, message, fix);
    }

    /** Something must not be there beside something else. */
    void excluded(String code, Location at, String message, String fix) {
        add(code, at, FieldError.Type.FORBIDDEN, message, fix);
    }

    private void add(String code, Location at, FieldError.Type type, String message, String fix) {
        byMessage.putIfAbsent(message, new Refusal(code, new FieldError(at, type, message), fix));
    }

    /** Checks that a file, if there is one, can be opened; which it is, is in the message. */
    void readable(Location at, String what, String name, Optional<PemSource> source) {
        String path = source.flatMap(PemSource::path).orElse("");
        if (path.isEmpty()) {
            return;
        }
        try {
            NamedFile.open(path).close();
        } catch (IOException e) {
            String shown = NamedFile.shown(path);
            invalid(
                    FILE_NOT_READABLE,
                    at,
                    what + " " + shown + " for " + name + " due to open " + shown + ": " + NamedFile.reason(e),
                    "correct the path; a relative one starts at the kubeconfig's directory");
        }
    }
}
