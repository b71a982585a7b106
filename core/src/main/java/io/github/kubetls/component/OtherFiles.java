package io.github.kubetls.component;

import io.github.kubetls.InvalidFormatException;
import io.github.kubetls.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What people take for a file of flags by mistake, by how its first line begins that says something. */
final class OtherFiles {

    private static final Map<Pattern, String> KINDS = kinds();

    private OtherFiles() {}

    private static Map<Pattern, String> kinds() {
        Map<Pattern, String> kinds = new LinkedHashMap<>();
        kinds.put(Pattern.compile("#!.*"), "is a script");
        kinds.put(Pattern.compile("-----BEGIN .*"), "is PEM text");
        kinds.put(
                Pattern.compile("\\[(?:Unit|Service|Install)].*|Exec[A-Za-z]+=.*"),
                "is a unit of systemd: take the flags behind the program's name");
        kinds.put(Pattern.compile("\\{.*|\\[\\s*[\"{].*"), "is JSON");
        kinds.put(
                Pattern.compile("---(?:\\s.*)?|%YAML.*|-\\s.*|[\"']?[A-Za-z][\\w./-]*[\"']?:(?:\\s.*)?"),
                "is YAML: a configuration file is named by --config, and the flags of a pod stand in its command");
        kinds.put(
                Pattern.compile(
                        "(?:(?!-)[^\\s=]*/)?(?:kubelet|kube-apiserver|kube-controller-manager|hyperkube|exec|sudo)(?:\\s.*)?"),
                "begins with a program: leave its name out, and write each flag on a line of its own");
        return kinds;
    }

    /**
     * Refuses a text that is another kind of file.
     *
     * @throws InvalidFormatException at the line that says so
     */
    static void refuse(String text) {
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            number++;
            if (line.isEmpty() || line.startsWith("#") && !(number == 1 && line.startsWith("#!"))) {
                continue;
            }
            for (Map.Entry<Pattern, String> kind : KINDS.entrySet()) {
                if (kind.getKey().matcher(line).matches()) {
                    throw new InvalidFormatException(
                            "ARGUMENT_UNEXPECTED",
                            Location.none().at(number, 0),
                            kind.getValue() + "; here one flag a line is expected, such as --name=value");
                }
            }
            return;
        }
    }
}
