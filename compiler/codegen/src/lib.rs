//! Emission of archives.
