import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class Main {
    static final int VOCABULARY = 5000;
    static final int WORDS_PER_LINE = 12;
    static final int TOP = 20;
    static final String[] SYLLABLES = {"ka", "lu", "mi", "no", "pe", "ra", "si", "ta", "vo", "zu"};

    static long seed = 42;

    static int next(int bound) {
        seed = seed * 16807 % 2147483647;
        return (int) (seed % bound);
    }

    static List<String> vocabulary() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < VOCABULARY; i++) {
            String word = "";
            int syllables = 2 + next(3);
            for (int j = 0; j < syllables; j++) {
                word += SYLLABLES[next(10)];
            }
            words.add(word);
        }
        return words;
    }

    static List<String> generate(int n) {
        List<String> words = vocabulary();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String line = words.get(next(VOCABULARY));
            for (int j = 1; j < WORDS_PER_LINE; j++) {
                line += " " + words.get(next(VOCABULARY) * next(VOCABULARY) / VOCABULARY);
            }
            lines.add(line);
        }
        return lines;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        Map<String, Integer> counts = new HashMap<>();
        for (String line : generate(n)) {
            for (String word : line.split(" ")) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());
        entries.sort(Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
            .thenComparing(Map.Entry::getKey));
        System.out.println(entries.size());
        for (Map.Entry<String, Integer> e : entries.subList(0, Math.min(TOP, entries.size()))) {
            System.out.println(e.getKey() + " " + e.getValue());
        }
    }
}
