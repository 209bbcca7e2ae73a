import ballerina/io;

function a(int i, int j) returns float {
    int ij = i + j;
    return 1.0 / <float>(ij * (ij + 1) / 2 + i + 1);
}

function multiplyAv(float[] v, float[] av) {
    int n = v.length();
    foreach int i in 0 ..< n {
        float sum = 0;
        foreach int j in 0 ..< n {
            sum += a(i, j) * v[j];
        }
        av[i] = sum;
    }
}

function multiplyAtv(float[] v, float[] atv) {
    int n = v.length();
    foreach int i in 0 ..< n {
        float sum = 0;
        foreach int j in 0 ..< n {
            sum += a(j, i) * v[j];
        }
        atv[i] = sum;
    }
}

function multiplyAtAv(float[] v, float[] tmp, float[] atAv) {
    multiplyAv(v, tmp);
    multiplyAtv(tmp, atAv);
}

public function main(int n) {
    float[] u = [];
    float[] v = [];
    float[] tmp = [];
    foreach int _ in 0 ..< n {
        u.push(1);
        v.push(0);
        tmp.push(0);
    }
    foreach int _ in 0 ..< 10 {
        multiplyAtAv(u, tmp, v);
        multiplyAtAv(v, tmp, u);
    }
    float vBv = 0;
    float vv = 0;
    foreach int i in 0 ..< n {
        vBv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    io:println((vBv / vv).sqrt().toFixedString(9));
}
