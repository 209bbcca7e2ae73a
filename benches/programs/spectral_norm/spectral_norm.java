class Main {
    static double a(long i, long j) {
        long ij = i + j;
        return 1.0 / (double) (ij * (ij + 1) / 2 + i + 1);
    }

    static void multiplyAv(double[] v, double[] av) {
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int j = 0; j < v.length; j++) {
                sum += a(i, j) * v[j];
            }
            av[i] = sum;
        }
    }

    static void multiplyAtv(double[] v, double[] atv) {
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int j = 0; j < v.length; j++) {
                sum += a(j, i) * v[j];
            }
            atv[i] = sum;
        }
    }

    static void multiplyAtAv(double[] v, double[] tmp, double[] atAv) {
        multiplyAv(v, tmp);
        multiplyAtv(tmp, atAv);
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        double[] u = new double[n];
        double[] v = new double[n];
        double[] tmp = new double[n];
        java.util.Arrays.fill(u, 1);
        for (int i = 0; i < 10; i++) {
            multiplyAtAv(u, tmp, v);
            multiplyAtAv(v, tmp, u);
        }
        double vBv = 0;
        double vv = 0;
        for (int i = 0; i < n; i++) {
            vBv += u[i] * v[i];
            vv += v[i] * v[i];
        }
        System.out.println(String.format("%.9f", Math.sqrt(vBv / vv)));
    }
}
