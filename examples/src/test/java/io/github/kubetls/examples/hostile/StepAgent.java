package io.github.kubetls.examples.hostile;

import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LCONST_1;
import static org.objectweb.asm.Opcodes.PUTSTATIC;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Counts what a program does, in a JVM that is started with it: each method that begins, each jump backward, which is each round of
 * a loop, and each element that {@code System.arraycopy} copies. It counts in the library, in the libraries below it, and in what the
 * JDK does with texts, numbers and collections. The number is the same on every machine, unlike a time.
 */
public final class StepAgent implements ClassFileTransformer {

    /** The beginnings of the names. No pattern: what matches it would be needed while it is changed. */
    private static final String[] COUNTED =
            ("io/github/kubetls/ com/fasterxml/ org/yaml/ org/bouncycastle/ sun/security/ sun/nio/cs/ java/math/ java/net/ java/text/"
                            + " java/time/ java/nio/charset/ java/util/regex/ java/util/stream/ java/util/Abstract java/util/Array"
                            + " java/util/Base64 java/util/Collections java/util/HashMap java/util/HashSet java/util/Immutable"
                            + " java/util/Linked java/util/Scanner java/util/String java/util/Tree java/lang/AbstractString"
                            + " java/lang/Character java/lang/String")
                    .split(" ");

    private static final String[] NOT_COUNTED =
            "io/github/kubetls/examples/hostile/ io/github/kubetls/fixtures/".split(" ");

    private StepAgent() {}

    /** Begins to count, in classes that are there already, too. */
    public static void premain(String jar, Instrumentation instrumentation)
            throws IOException, UnmodifiableClassException {
        instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar));
        instrumentation.addTransformer(new StepAgent(), true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (instrumentation.isModifiableClass(type)
                    && isCounted(type.getName().replace('.', '/'))) {
                loaded.add(type);
            }
        }
        instrumentation.retransformClasses(loaded.toArray(Class<?>[]::new));
    }

    /** Makes the agent, and returns the option for the JVM that shall count. */
    static String option(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", StepAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        String counter = Steps.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = Steps.class.getClassLoader().getResourceAsStream(counter)) {
            out.putNextEntry(new ZipEntry(counter));
            in.transferTo(out);
        }
        return "-javaagent:" + jar + "=" + jar;
    }

    private static boolean isCounted(String name) {
        return startsWithAny(name, COUNTED) && !startsWithAny(name, NOT_COUNTED);
    }

    private static boolean startsWithAny(String name, String[] beginnings) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (name == null || !isCounted(name)) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Counting(writer), 0);
        return writer.toByteArray();
    }

    private static final class Counting extends ClassVisitor {

        Counting(ClassVisitor next) {
            super(ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            return new CountingMethod(super.visitMethod(access, name, type, signature, thrown));
        }
    }

    private static final class CountingMethod extends MethodVisitor {

        private static final String COUNTER = Steps.class.getName().replace('.', '/');

        private final Set<Label> behind = new HashSet<>();

        CountingMethod(MethodVisitor next) {
            super(ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            count();
        }

        @Override
        public void visitLabel(Label label) {
            behind.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (behind.contains(label)) {
                count();
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            if (owner.equals("java/lang/System") && name.equals("arraycopy")) {
                super.visitInsn(DUP);
                super.visitInsn(I2L);
                add("copied");
            }
            super.visitMethodInsn(opcode, owner, name, type, isInterface);
        }

        private void count() {
            super.visitInsn(LCONST_1);
            add("count");
        }

        /** Adds what is on the stack to a counter. */
        private void add(String counter) {
            super.visitFieldInsn(GETSTATIC, COUNTER, counter, "J");
            super.visitInsn(LADD);
            super.visitFieldInsn(PUTSTATIC, COUNTER, counter, "J");
        }
    }
}
