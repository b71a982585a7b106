package io.github.kubetls.kubeconfig;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is in a folder, at any depth. */
final class FilesBelow {

    private FilesBelow() {}

    /** The digest of each file by its path within the folder; links count for what they lead to. */
    static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (Path file : all(folder)) {
            try {
                digests.put(folder.relativize(file).toString(), digest(Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                digests.put(folder.relativize(file).toString(), "is not there any more");
            }
        }
        return digests;
    }

    /** Whether there are new files that nobody goes on writing. */
    static boolean hasLeftovers(Path folder) throws IOException {
        for (Path file : all(folder)) {
            if (file.toString().endsWith(".tmp") && isLeft(file)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLeft(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() != null && Files.exists(file);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (Files.isRegularFile(entry)) {
                        files.add(entry);
                    } else {
                        files.addAll(all(entry));
                    }
                }
            }
        }
        return files;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
