// Small models for targets that call one.
#ifndef DEBERTA_TESTS_FUZZ_MODELS_H_
#define DEBERTA_TESTS_FUZZ_MODELS_H_

#include <memory>
#include <optional>

#include "session.h"
#include "tasks/forward.h"

namespace deberta::fuzz {

// Whether a model of random weights is small enough to be made many times; also true where it is
// so large that making it must fail at once.
bool fits_a_test(const Config& config);

// The outputs of a few tokens.
ForwardOutputs call_model(Session& session);

// kModels models, of both versions and every head that they have, with the tokenizers of the tests.
// Made once.
inline constexpr size_t kModels = 11;
Session& model(size_t index);

// Ends the program unless the model answers what it answered when it was made: no call, and no
// error of one, changes a model.
void check_unchanged(size_t index);

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_MODELS_H_
