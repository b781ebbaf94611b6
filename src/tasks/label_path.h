// The best sequence of labels that a tagging scheme allows (Viterbi).
//
//   best(0, l) = score(0, l),   best(i, l) = score(i, l) + max { best(i−1, k) : l may follow k }
//
// B-PER I-PER O B-LOC is such a sequence; O I-PER is not, nor is B-PER I-LOC. In BIOES and BILOU,
// what B- begins ends with E- or L-.
#ifndef DEBERTA_TASKS_LABEL_PATH_H_
#define DEBERTA_TASKS_LABEL_PATH_H_

#include <cstddef>
#include <vector>

#include "tasks/tagging_scheme.h"
#include "tensor/matrix.h"

namespace deberta {

// Whether a sequence is cut out of a longer one: then its first label may continue an entity, or
// its last one leave an entity without an end.
struct CutEnds {
  bool begin = false;
  bool end = false;
};

// The label of each unit: the sequence with the highest sum of scores; of equal ones any. Where the
// scheme has no sequence of this length, each unit has its best label.
// scores: [units, labels], such as logarithms of probabilities; finite. Takes O(units · labels).
std::vector<size_t> best_labels(ConstMatrix scores, const std::vector<Label>& labels, CutEnds cut);

}  // namespace deberta

#endif  // DEBERTA_TASKS_LABEL_PATH_H_
