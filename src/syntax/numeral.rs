//! Chinese and decimal numerals.
