//! Tables of ratios, and the file that holds them between runs.

use std::fmt::Write;
use std::fs;
use std::process::Command;

use super::measure::Sample;

/// A program whose ratios grew more than this is marked in the comparison.
const SLOWER: f64 = 1.05;

/// One program's medians.
pub struct Row {
    pub program: String,
    pub size: i64,
    pub ours: Sample,
    /// In the order of the report's columns; `None` where the tool is not installed.
    pub references: Vec<Option<Sample>>,
}

/// All that was measured.
pub struct Report {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Row>,
    /// Whether ratios are of wall time.
    pub wall: bool,
}

/// The median of each figure on its own.
pub fn median(samples: &[Sample]) -> Sample {
    let middle = |figure: fn(&Sample) -> f64| {
        let mut figures: Vec<f64> = samples.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        let half = figures.len() / 2;
        if figures.len() % 2 == 1 { figures[half] } else { (figures[half - 1] + figures[half]) / 2.0 }
    };
    Sample { cpu: middle(|s| s.cpu), wall: middle(|s| s.wall), peak: middle(|s| s.peak) }
}

fn geometric_mean(ratios: impl Iterator<Item = f64>) -> Option<f64> {
    let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
    (!logarithms.is_empty()).then(|| (logarithms.iter().sum::<f64>() / logarithms.len() as f64).exp())
}

fn cell(ratio: Option<f64>) -> String {
    ratio.map_or("-".to_string(), |r| format!("{r:.2}"))
}

impl Report {
    fn time(&self, s: &Sample) -> f64 {
        if self.wall { s.wall } else { s.cpu }
    }

    /// Our time divided by the column's.
    fn ratio(&self, row: &Row, column: usize) -> Option<f64> {
        let reference = row.references[column].as_ref()?;
        Some(self.time(&row.ours) / self.time(reference).max(1e-6))
    }

    /// The Markdown table of ratios: below 1 we are faster.
    pub fn table(&self) -> String {
        let mut out = String::from("| program | size | ours s | ours MB |");
        self.columns.iter().for_each(|c| write!(out, " /{c} |").expect("a string takes all"));
        out.push_str("\n|---|---:|---:|---:|");
        out.push_str(&"---:|".repeat(self.columns.len()));
        for row in &self.rows {
            let (time, peak) = (self.time(&row.ours), row.ours.peak);
            write!(out, "\n| {} | {} | {time:.2} | {peak:.1} |", row.program, row.size)
                .expect("a string takes all");
            (0..self.columns.len())
                .for_each(|c| write!(out, " {} |", cell(self.ratio(row, c))).expect("a string takes all"));
        }
        out.push_str("\n| geometric mean | | | |");
        for c in 0..self.columns.len() {
            let mean = geometric_mean(self.rows.iter().filter_map(|r| self.ratio(r, c)));
            write!(out, " {} |", cell(mean)).expect("a string takes all");
        }
        out.push('\n');
        out
    }

    /// Each program's ratios: row, reference, ratio.
    fn ratios(&self) -> impl Iterator<Item = (&Row, &'static str, f64)> {
        self.rows.iter().flat_map(move |row| {
            let columns = self.columns.iter().enumerate();
            columns.filter_map(move |(i, name)| Some((row, *name, self.ratio(row, i)?)))
        })
    }

    /// The lines that `--save` writes: where and when, then program, size, reference and ratio.
    pub fn save(&self, path: &str) -> Result<(), String> {
        let kind = if self.wall { "wall" } else { "cpu" };
        let mut text = format!("# {}; {}; {kind} time\n", machine(), commit());
        for (row, reference, ratio) in self.ratios() {
            writeln!(text, "{}\t{}\t{reference}\t{ratio:.4}", row.program, row.size)
                .expect("a string takes all");
        }
        fs::write(path, text).map_err(|e| format!("{path}: {e}"))
    }

    /// The Markdown table of changes: today's ratios divided by the saved ones of the same size, by reference, and their
    /// median, which noise of a single reference does not move. The worst comes first.
    pub fn compare(&self, path: &str) -> Result<String, String> {
        let saved = fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
        let header = saved.lines().find_map(|l| l.strip_prefix("# ")).unwrap_or("an unknown machine");
        let mut out =
            format!("Against {header}:\n\n| program | change | of the ratios to |\n|---|---:|---|\n");
        let mut rows: Vec<(&str, Option<f64>, String)> =
            self.rows.iter().map(|r| self.changes(r, &saved)).collect();
        rows.sort_by(|a, b| b.1.partial_cmp(&a.1).expect("ratios are numbers"));
        let percent = |c: Option<f64>| c.map_or("-".to_string(), |c| format!("{:+.1} %", (c - 1.0) * 100.0));
        for (program, change, detail) in &rows {
            let mark = if change.is_some_and(|c| c > SLOWER) { " **slower**" } else { "" };
            writeln!(out, "| {program} | {}{mark} | {detail} |", percent(*change))
                .expect("a string takes all");
        }
        let mean = geometric_mean(rows.iter().filter_map(|r| r.1));
        writeln!(out, "| geometric mean | {} | |", percent(mean)).expect("a string takes all");
        Ok(out)
    }

    /// A program's name, the median of its changes and each of them.
    fn changes<'r>(&'r self, row: &'r Row, saved: &str) -> (&'r str, Option<f64>, String) {
        let (mut changes, mut detail) = (Vec::new(), Vec::new());
        for (_, reference, now) in self.ratios().filter(|r| std::ptr::eq(r.0, row)) {
            let key = format!("{}\t{}\t{reference}\t", row.program, row.size);
            let before: Option<f64> = saved.lines().find_map(|l| l.strip_prefix(&key)?.parse().ok());
            let Some(before) = before else { continue };
            changes.push(now / before);
            detail.push(format!("{reference} {before:.2} > {now:.2}"));
        }
        changes.sort_by(f64::total_cmp);
        (&row.program, changes.get(changes.len() / 2).copied(), detail.join(", "))
    }
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|l| l.strip_prefix("model name")).unwrap_or(std::env::consts::ARCH);
    model.trim_start_matches([' ', '\t', ':']).to_string()
}

fn commit() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    output.map_or_else(|_| String::new(), |o| String::from_utf8_lossy(&o.stdout).trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(cpu: f64) -> Sample {
        Sample { cpu, wall: cpu, peak: 1.0 }
    }

    fn report(ours: f64) -> Report {
        let row = Row {
            program: "fib".into(),
            size: 9,
            ours: sample(ours),
            references: vec![Some(sample(2.0)), None],
        };
        Report { columns: vec!["lua", "go"], rows: vec![row], wall: false }
    }

    #[test]
    fn medians_and_means() {
        assert_eq!(median(&[sample(3.0), sample(1.0), sample(2.0)]).cpu, 2.0);
        assert_eq!(median(&[sample(3.0), sample(1.0)]).cpu, 2.0);
        assert_eq!(geometric_mean([4.0, 1.0].into_iter()), Some(2.0));
        assert_eq!(geometric_mean(std::iter::empty()), None);
    }

    #[test]
    fn missing_tools_are_dashes() {
        let table = report(1.0).table();
        assert!(table.contains("| fib | 9 | 1.00 | 1.0 | 0.50 | - |"), "{table}");
        assert!(table.ends_with("| geometric mean | | | | 0.50 | - |\n"), "{table}");
    }

    #[test]
    fn saved_ratios_compare() {
        let path = std::env::temp_dir().join(format!("xtask-bench-{}.tsv", std::process::id()));
        let path = path.to_str().expect("a plain path");
        report(1.0).save(path).expect("it is writable");
        let table = report(1.5).compare(path).expect("it was saved");
        let _ = fs::remove_file(path);
        assert!(table.contains("| fib | +50.0 % **slower** | lua 0.50 > 0.75 |"), "{table}");
    }
}
