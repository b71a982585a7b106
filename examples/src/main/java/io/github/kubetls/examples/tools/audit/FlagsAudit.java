package io.github.kubetls.examples.tools.audit;

import io.github.kubetls.Finding;
import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import io.github.kubetls.component.ApiServerFlags;
import io.github.kubetls.component.ComponentFlags;
import io.github.kubetls.component.ControllerManagerFlags;
import io.github.kubetls.component.KubeletFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the flags of components: in the command of a static pod, and in a file with one flag a line that is named after its
 * component, such as {@code kubelet.flags}.
 */
final class FlagsAudit {

    private static final Map<String, Function<String, ComponentFlags>> PARSERS = Map.of(
            "kube-apiserver.flags", ApiServerFlags::parse,
            "kube-controller-manager.flags", ControllerManagerFlags::parse,
            "kubelet.flags", KubeletFlags::parse);
    /** What kubeadm leaves for kubelet: a part of its command, of which nothing can be missing. */
    private static final String OF_KUBEADM = "kubeadm-flags.env";

    /** What is found in a part of a command is true of the whole command, unless it is about a flag that is missing. */
    private static final Set<String> OF_ANY_PART =
            Set.of("FLAG_VALUE_SUSPECT", "FLAG_REMOVED", "FLAG_UNKNOWN", Judge.CODE);

    private static final Pattern ARGUMENT = Pattern.compile("argument ([0-9]{1,9})");
    private static final String CONTAINERS = "spec.containers";

    private FlagsAudit() {}

    static boolean isFlagsFile(SourceFile file) {
        return PARSERS.containsKey(file.lastName()) || file.lastName().equals(OF_KUBEADM);
    }

    static void file(SourceFile file, Judge judge, FileFindings findings) {
        findings.recognise();
        boolean isWhole = PARSERS.containsKey(file.lastName());
        findings(PARSERS.getOrDefault(file.lastName(), KubeletFlags::parse), file.text(), judge).stream()
                .filter(finding -> isWhole || finding.location().line() > 0 || OF_ANY_PART.contains(finding.code()))
                .forEach(finding -> findings.add(finding, found -> inText(found, file.text())));
    }

    private static Finding inText(Finding finding, String text) {
        return finding.location().line() > 0
                ? finding
                : finding.at(lineOfFlag(finding.location().path(), text, 1), 0);
    }

    /** A word of a command, and the field that it is in. */
    private record Word(String text, String path) {}

    /** Looks at the components that a pod runs. */
    static void pod(SourceDocument pod, Judge judge, FileFindings findings) {
        int containers = pod.valueAt(CONTAINERS).orElse("") instanceof List<?> list ? list.size() : 0;
        for (int i = 0; i < containers; i++) {
            List<Word> words = new ArrayList<>(words(pod, CONTAINERS + "[" + i + "].command"));
            words.addAll(words(pod, CONTAINERS + "[" + i + "].args"));
            for (Finding finding : command(words, judge)) {
                Location at = pod.place(Location.of(word(finding, words).path()));
                findings.add(finding.at(at.line(), at.column()));
            }
        }
    }

    private static List<Word> words(SourceDocument pod, String path) {
        List<Word> words = new ArrayList<>();
        if (pod.valueAt(path).orElse("") instanceof List<?> list) {
            list.forEach(word -> words.add(new Word(String.valueOf(word), path + "[" + words.size() + "]")));
        }
        return words;
    }

    private static List<Finding> command(List<Word> words, Judge judge) {
        String program = words.isEmpty() ? "" : words.get(0).text();
        List<String> arguments = words.stream().skip(1).map(Word::text).toList();
        return switch (program.substring(program.lastIndexOf('/') + 1)) {
            case "kube-apiserver" -> findings(ApiServerFlags::parse, arguments, judge);
            case "kube-controller-manager" -> findings(ControllerManagerFlags::parse, arguments, judge);
            default -> List.of();
        };
    }

    /** The word that a finding is about, or the program where it is about one that is missing. */
    private static Word word(Finding finding, List<Word> words) {
        Matcher argument = ARGUMENT.matcher(finding.location().path());
        if (argument.matches()) {
            return words.get(Integer.parseInt(argument.group(1)));
        }
        return words.stream()
                .filter(word -> isFlag(word.text(), finding.location().path()))
                .findFirst()
                .orElse(words.get(0));
    }

    private static boolean isFlag(String word, String flag) {
        return !flag.isEmpty() && (word.equals(flag) || word.startsWith(flag + "=") || word.startsWith(flag + " "));
    }

    private static int lineOfFlag(String flag, String text, int otherwise) {
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (isFlag(lines.get(i), flag)) {
                return i + 1;
            }
        }
        return otherwise;
    }

    private static <T> List<Finding> findings(Function<T, ? extends ComponentFlags> parse, T flags, Judge judge) {
        try {
            return judge.findings(parse.apply(flags)::findings);
        } catch (InvalidFormatException e) {
            return List.of(Finding.error(e.code(), e.location(), e.rule(), "the component does not start; correct it"));
        }
    }
}
