import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class Main {
    static void renderString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 32) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    static void render(Object value, StringBuilder out) {
        if (value instanceof String s) {
            renderString(s, out);
        } else if (value instanceof List<?> list) {
            char separator = '[';
            for (Object member : list) {
                out.append(separator);
                render(member, out);
                separator = ',';
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                renderString((String) entry.getKey(), out);
                out.append(':');
                render(entry.getValue(), out);
                separator = ',';
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else {
            out.append(value);
        }
    }

    static final class Parser {
        final String text;
        int at;

        Parser(String text) {
            this.text = text;
        }

        char peek() {
            while (text.charAt(at) <= ' ') {
                at++;
            }
            return text.charAt(at);
        }

        Object parse() {
            char c = peek();
            switch (c) {
                case '{':
                    return object();
                case '[':
                    return array();
                case '"':
                    return string();
                case 't':
                    at += 4;
                    return true;
                case 'f':
                    at += 5;
                    return false;
                case 'n':
                    at += 4;
                    return null;
                default:
                    return number();
            }
        }

        Object number() {
            int start = at;
            boolean real = false;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
                char c = text.charAt(at);
                real |= c == '.' || c == 'e' || c == 'E';
                at++;
            }
            String digits = text.substring(start, at);
            if (real) {
                return Double.parseDouble(digits);
            }
            return Long.parseLong(digits);
        }

        String string() {
            int start = ++at;
            while (text.charAt(at) != '"' && text.charAt(at) != '\\') {
                at++;
            }
            if (text.charAt(at) == '"') {
                return text.substring(start, at++);
            }
            StringBuilder out = new StringBuilder(text.substring(start, at));
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                out.append(c == '\\' ? unescape() : c);
            }
            at++;
            return out.toString();
        }

        char unescape() {
            char c = text.charAt(at++);
            switch (c) {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                default:
                    return c;
            }
        }

        List<Object> array() {
            List<Object> result = new ArrayList<>();
            at++;
            if (peek() == ']') {
                at++;
                return result;
            }
            while (true) {
                result.add(parse());
                char c = peek();
                at++;
                if (c == ']') {
                    return result;
                }
            }
        }

        Map<String, Object> object() {
            Map<String, Object> result = new LinkedHashMap<>();
            at++;
            if (peek() == '}') {
                at++;
                return result;
            }
            while (true) {
                peek();
                String key = string();
                peek();
                at++;
                result.put(key, parse());
                char c = peek();
                at++;
                if (c == '}') {
                    return result;
                }
            }
        }
    }

    static Map<String, Object> document(long i) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("group", null);
        owner.put("rank", i % 7);
        List<Object> tags = new ArrayList<>();
        tags.add("red");
        tags.add("green\n");
        tags.add("blue");
        tags.add(i * 3);
        Map<String, Object> doc = new LinkedHashMap<>();
        doc.put("active", i % 3 == 0);
        doc.put("id", i);
        doc.put("name", "user " + i % 1000);
        doc.put("owner", owner);
        doc.put("tags", tags);
        return doc;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        long ids = 0;
        long ranks = 0;
        long letters = 0;
        for (int i = 0; i < n; i++) {
            StringBuilder out = new StringBuilder();
            render(document(i), out);
            Map<?, ?> doc = (Map<?, ?>) new Parser(out.toString()).parse();
            ids += (Boolean) doc.get("active") ? (Long) doc.get("id") : 1;
            ranks += (Long) ((Map<?, ?>) doc.get("owner")).get("rank") + ((List<?>) doc.get("tags")).size();
            letters += ((String) doc.get("name")).length();
        }
        System.out.println(ids + " " + ranks + " " + letters);
    }
}
