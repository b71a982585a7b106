package io.github.kubetls.kubeconfig;

import io.github.kubetls.Finding;
import io.github.kubetls.Location;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the errors of a validation in order; identical texts are there once, as in Kubernetes. */
final class ValidationErrors {

    private final Map<String, Finding> byMessage = new LinkedHashMap<>();

    List<Finding> toList() {
        return List.copyOf(byMessage.values());
    }

    void add(String code, String location, String message, String fix) {
        byMessage.putIfAbsent(message, Finding.error(code, Location.of(location), message, fix));
    }

    /** Checks that a file, if there is one, can be opened; which it is, is in the message. */
    void readable(String at, String field, String what, String name, Optional<PemSource> source) {
        String path = source.flatMap(PemSource::path).orElse("");
        if (path.isEmpty()) {
            return;
        }
        String reason;
        try {
            // That it can be opened is all that counts.
            Files.newInputStream(Path.of(path)).close();
            return;
        } catch (NoSuchFileException e) {
            reason = "no such file or directory";
        } catch (AccessDeniedException e) {
            reason = "permission denied";
        } catch (InvalidPathException e) {
            reason = "invalid argument";
        } catch (IOException e) {
            reason = e.getMessage();
        }
        add(
                "FILE_UNREADABLE",
                at + "." + field,
                what + " " + path + " for " + name + " due to open " + path + ": " + reason,
                "correct the path; a relative one starts at the kubeconfig's directory");
    }
}
