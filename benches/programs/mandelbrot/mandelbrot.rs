const ITERATIONS: i64 = 50;

fn inside(cr: f64, ci: f64) -> bool {
    let (mut zr, mut zi, mut tr, mut ti) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..ITERATIONS {
        zi = 2.0 * zr * zi + ci;
        zr = tr - ti + cr;
        tr = zr * zr;
        ti = zi * zi;
        if tr + ti > 4.0 {
            return false;
        }
    }
    true
}

fn main() {
    let n: i64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let (mut count, mut checksum) = (0i64, 0i64);
    for y in 0..n {
        let ci = 2.0 * y as f64 / n as f64 - 1.0;
        let mut bits = 0;
        for x in 0..n {
            let cr = 2.0 * x as f64 / n as f64 - 1.5;
            bits = (bits << 1) & 255;
            if inside(cr, ci) {
                bits |= 1;
                count += 1;
            }
            if x % 8 == 7 {
                checksum = (checksum * 31 + bits) % 1_000_000_007;
            }
        }
    }
    println!("{count} {checksum}");
}
