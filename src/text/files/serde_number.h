// Numbers of a JSON file as the Rust library gets them.
#ifndef DEBERTA_TEXT_FILES_SERDE_NUMBER_H_
#define DEBERTA_TEXT_FILES_SERDE_NUMBER_H_

namespace deberta {

// What serde_json makes of the shortest decimal form of `value`, which is how Python writes it.
// Unless it is built to be exact, it rounds twice: the digits as an integer, then their quotient by
// a power of ten. Of numbers with 17 digits the last bit may differ. In a sum of scores that
// decides ties: "ccc…" has many ways to be cut that only differ in the order of their pieces.
double as_serde_reads(double value);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_SERDE_NUMBER_H_
