package io.github.kubetls.examples.tools.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kubetls.examples.tools.cli.ProgramException;
import io.github.kubetls.manifest.OwnerOnlyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file that outlives the process: a line of JSON for each change, on the disk before the change is acknowledged.
 *
 * <p>Opening it writes it anew with the living objects only, beside the old one, and puts it in its place when it is complete.
 * A last line that was cut off by the end of the process was never acknowledged, and is dropped.
 */
final class StateFile implements AutoCloseable {

    private final FileChannel channel;

    private StateFile(FileChannel channel) {
        this.channel = channel;
    }

    /** The changes in a file, without what preceded them; none when there is no file. */
    static List<Change> read(Path file) throws IOException {
        List<Change> changes = new ArrayList<>();
        if (!Files.exists(file)) {
            return changes;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int complete = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, complete).split("\n")) {
            if (!line.isEmpty()) {
                changes.add(change(line));
            }
        }
        return changes;
    }

    /** Replaces a file by one with these changes, and opens it for more. */
    static StateFile create(Path file, List<Change> changes) throws IOException {
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append(line(change)));
        OwnerOnlyFile.write(file, text.toString());
        return new StateFile(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** Adds a change; when this returns, it is on the disk. */
    void append(Change change) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line(change).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private static String line(Change change) {
        ObjectKey key = change.key();
        ObjectNode line = Json.object()
                .put("version", change.version())
                .put("resource", key.resource().name())
                .put("namespace", key.namespace())
                .put("name", key.name());
        change.after().ifPresent(object -> line.set("object", object));
        return line + "\n";
    }

    private static Change change(String line) {
        try {
            JsonNode node = Json.parse(line);
            ApiResource resource = ApiResource.valueOf(Json.text(node, "resource"));
            ObjectKey key = new ObjectKey(resource, Json.text(node, "namespace"), Json.text(node, "name"));
            Optional<ObjectNode> object =
                    node.get("object") instanceof ObjectNode after ? Optional.of(after) : Optional.empty();
            return new Change(node.path("version").longValue(), key, Optional.empty(), object);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ProgramException("the state file is damaged: a line of it is no change of an object");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
