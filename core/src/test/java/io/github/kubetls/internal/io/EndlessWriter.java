package io.github.kubetls.internal.io;

import io.github.kubetls.fixtures.ChildJvm;
import java.nio.file.Path;

/** A program that writes a file without end, until it is killed; it tells of the first write. */
final class EndlessWriter {

    static final int SIZE = 64 * 1024;

    private EndlessWriter() {}

    /** The argument is the file. */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        Path file = Path.of(arguments[0]);
        byte[] bytes = new byte[SIZE];
        AtomicFiles.writeOwnerOnly(file, bytes);
        System.out.println("written");
        while (true) {
            AtomicFiles.writeOwnerOnly(file, bytes);
        }
    }
}
