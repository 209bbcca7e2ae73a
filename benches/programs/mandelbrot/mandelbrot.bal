import ballerina/io;

const ITERATIONS = 50;

function inside(float cr, float ci) returns boolean {
    float zr = 0;
    float zi = 0;
    float tr = 0;
    float ti = 0;
    foreach int _ in 0 ..< ITERATIONS {
        zi = 2.0 * zr * zi + ci;
        zr = tr - ti + cr;
        tr = zr * zr;
        ti = zi * zi;
        if tr + ti > 4.0 {
            return false;
        }
    }
    return true;
}

public function main(int n) {
    int count = 0;
    int checksum = 0;
    foreach int y in 0 ..< n {
        float ci = 2.0 * <float>y / <float>n - 1.0;
        int bits = 0;
        foreach int x in 0 ..< n {
            float cr = 2.0 * <float>x / <float>n - 1.5;
            bits = (bits << 1) & 255;
            if inside(cr, ci) {
                bits |= 1;
                count += 1;
            }
            if x % 8 == 7 {
                checksum = (checksum * 31 + bits) % 1000000007;
            }
        }
    }
    io:println(count, " ", checksum);
}
