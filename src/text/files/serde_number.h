// Numbers of a JSON file as the Rust library reads them.
#ifndef DEBERTA_TEXT_FILES_SERDE_NUMBER_H_
#define DEBERTA_TEXT_FILES_SERDE_NUMBER_H_

namespace deberta {

// The number that serde_json reads from the shortest decimal form of `value`, which Python writes.
// Unless it is built to be exact, serde_json rounds twice: the digits as an integer, then their
// quotient by a power of ten. The last bit of numbers with 17 digits may differ. In a sum of scores
// this bit decides ties: "ccc…" can be cut in many ways that differ only in the order of their
// pieces.
double as_serde_reads(double value);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_SERDE_NUMBER_H_
