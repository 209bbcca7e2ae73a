fn a(i: usize, j: usize) -> f64 {
    let ij = i + j;
    1.0 / (ij * (ij + 1) / 2 + i + 1) as f64
}

fn multiply_av(v: &[f64], av: &mut [f64]) {
    for (i, slot) in av.iter_mut().enumerate() {
        let mut sum = 0.0;
        for (j, x) in v.iter().enumerate() {
            sum += a(i, j) * x;
        }
        *slot = sum;
    }
}

fn multiply_atv(v: &[f64], atv: &mut [f64]) {
    for (i, slot) in atv.iter_mut().enumerate() {
        let mut sum = 0.0;
        for (j, x) in v.iter().enumerate() {
            sum += a(j, i) * x;
        }
        *slot = sum;
    }
}

fn multiply_at_av(v: &[f64], tmp: &mut [f64], at_av: &mut [f64]) {
    multiply_av(v, tmp);
    multiply_atv(tmp, at_av);
}

fn main() {
    let n: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let mut u = vec![1.0; n];
    let mut v = vec![0.0; n];
    let mut tmp = vec![0.0; n];
    for _ in 0..10 {
        multiply_at_av(&u, &mut tmp, &mut v);
        multiply_at_av(&v, &mut tmp, &mut u);
    }
    let (mut vbv, mut vv) = (0.0, 0.0);
    for i in 0..n {
        vbv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    println!("{:.9}", f64::sqrt(vbv / vv));
}
