class Main {
    static final int ITERATIONS = 50;

    static boolean inside(double cr, double ci) {
        double zr = 0;
        double zi = 0;
        double tr = 0;
        double ti = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            zi = 2.0 * zr * zi + ci;
            zr = tr - ti + cr;
            tr = zr * zr;
            ti = zi * zi;
            if (tr + ti > 4.0) {
                return false;
            }
        }
        return true;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        long count = 0;
        long checksum = 0;
        for (int y = 0; y < n; y++) {
            double ci = 2.0 * y / n - 1.0;
            int bits = 0;
            for (int x = 0; x < n; x++) {
                double cr = 2.0 * x / n - 1.5;
                bits = (bits << 1) & 255;
                if (inside(cr, ci)) {
                    bits |= 1;
                    count++;
                }
                if (x % 8 == 7) {
                    checksum = (checksum * 31 + bits) % 1000000007;
                }
            }
        }
        System.out.println(count + " " + checksum);
    }
}
