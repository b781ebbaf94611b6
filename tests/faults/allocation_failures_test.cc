// Every allocation of a load and of a call fails, once and for good: what follows is the right
// answer or kOutOfMemory, and after that the right answer.
//
//   DEBERTA_ALLOCATION_TRIALS=all build/native-release/deberta_fault_tests
//
// By default a sample of the allocations fails. docs/internals/allocation-failures.md has the
// table.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <new>
#include <optional>
#include <stdexcept>

#include "allocator.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::Failures;
using testing::ModelFiles;

struct Case {
  const char* name;
  const char* golden;
  Head head;
  Precision precision = Precision::kFloat32;
  int threads = 1;
  const char* weights = nullptr;  // of tests/fixtures/checkpoints; default: safetensors
};

constexpr Case kCases[] = {
    {"v1", "v1_tok", Head::kTokenClassification},
    {"v2", "v2_tok", Head::kTokenClassification},
    {"v1 in 8 bits", "v1_tok", Head::kTokenClassification, Precision::kInt8},
    {"v2 on 2 threads", "v2_tok", Head::kTokenClassification, Precision::kFloat32, 2},
    {"a zip of torch", "v1_seq_single", Head::kNone, Precision::kFloat32, 1,
     "v1_seq_single/zip.bin"},
    {"torch's legacy format", "v1_seq_single", Head::kNone, Precision::kFloat32, 1,
     "v1_seq_single/legacy.bin"},
};

class Attempts {
 public:
  explicit Attempts(const Case& of) : case_(of), files_(testing::tiny_model(of.golden)) {
    if (of.weights == nullptr) return;
    const std::string folder = std::string("golden/") + of.golden;
    files_.config = testing::read_file(testing::fixture_path(folder + "/config.json"));
    files_.weights =
        testing::read_file(testing::fixture_path(std::string("checkpoints/") + of.weights));
  }

  std::unique_ptr<Session> load() const {
    std::optional<Tokenizer> tokenizer;
    if (case_.weights == nullptr) tokenizer = load_tokenizer(files_.tokenizer_files());
    auto session = std::make_unique<Session>(
        files_.config, std::move(tokenizer),
        Session::Options{
            .head = case_.head, .threads = case_.threads, .precision = case_.precision});
    session->write_weights(std::as_bytes(std::span(files_.weights)));
    session->finish_weights();
    return session;
  }

  std::vector<float> call(Session& session) const {
    std::vector<float> answer;
    if (case_.weights != nullptr) {
      ForwardInputs inputs;
      inputs.batch.append(std::vector<int32_t>{1, 2, 3, 4, 5}, {});
      ForwardTask task(std::move(inputs), session.model());
      session.run(task);
      return std::move(task.outputs.last_hidden_state.values);
    }
    const std::vector<std::string_view> texts = {"Ada wrote to ada@example.org", "x"};
    const TokenClassificationOptions options{.aggregation = Aggregation::kAverage,
                                             .ignore_labels = {}};
    for (const auto& result : testing::token_classification(session, texts, options)) {
      for (const Entity& entity : result.entities) {
        answer.insert(answer.end(), {entity.score, static_cast<float>(entity.span.begin),
                                     static_cast<float>(entity.span.end)});
      }
    }
    return answer;
  }

 private:
  Case case_;
  ModelFiles files_;
};

struct Counts {
  uint64_t allocations = 0, trials = 0, answers = 0, errors = 0;
  std::string wrong;  // the first error of another kind
};

// Runs f while an allocation fails. Returns whether it came to an end.
template <class F>
bool survives(uint64_t index, Failures failures, Counts& counts, F&& f) {
  std::string wrong;
  ++counts.trials;
  {
    const testing::FailingAllocations failing(index, failures);
    try {
      f();
      ++counts.answers;
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kOutOfMemory) wrong.assign(name_of(error.code()));
    } catch (const std::bad_alloc&) {
    } catch (const std::length_error&) {
    } catch (...) {
      wrong.assign("another");  // short: there may be no memory
    }
  }
  ++counts.errors;
  if (!wrong.empty()) counts.wrong = wrong + " at " + std::to_string(index);
  return false;
}

uint64_t step_of(uint64_t allocations) {
  constexpr uint64_t kTrials = 40;
  const char* const trials = std::getenv("DEBERTA_ALLOCATION_TRIALS");
  if (trials != nullptr && std::string(trials) == "all") return 1;
  return std::max<uint64_t>(1, allocations / kTrials) | 1;
}

template <class F>
uint64_t allocations_of(F&& f) {
  const uint64_t before = testing::costs_so_far().allocations;
  f();
  return testing::costs_so_far().allocations - before;
}

void print(const Case& of, const char* what, Failures failures, const Counts& counts) {
  std::printf("| %-21s | %-4s | %-8s | %11llu | %6llu | %7llu | %6llu |\n", of.name, what,
              failures == Failures::kOnce ? "once" : "for good",
              static_cast<unsigned long long>(counts.allocations),
              static_cast<unsigned long long>(counts.trials),
              static_cast<unsigned long long>(counts.answers),
              static_cast<unsigned long long>(counts.errors));
}

class AllocationFailures : public ::testing::TestWithParam<std::tuple<Case, Failures>> {};

TEST_P(AllocationFailures, in_a_load_end_with_a_model_or_an_error_and_the_next_load_is_right) {
  const auto& [of, failures] = GetParam();
  const Attempts attempts(of);
  const std::vector<float> expected = attempts.call(*attempts.load());
  ASSERT_FALSE(expected.empty());
  Counts counts;
  counts.allocations = allocations_of([&] { attempts.load(); });
  for (uint64_t index = 0; index < counts.allocations; index += step_of(counts.allocations)) {
    std::unique_ptr<Session> session;
    if (survives(index, failures, counts, [&] { session = attempts.load(); })) {
      ASSERT_EQ(attempts.call(*session), expected) << index;
    } else {
      ASSERT_EQ(attempts.call(*attempts.load()), expected) << index;
    }
  }
  EXPECT_EQ(counts.wrong, "");
  print(of, "load", failures, counts);
}

TEST_P(AllocationFailures, in_a_call_end_with_its_answer_or_an_error_and_the_next_call_is_right) {
  const auto& [of, failures] = GetParam();
  const Attempts attempts(of);
  Counts counts;
  std::vector<float> expected;
  {
    const auto session = attempts.load();  // its first call also makes the position tables
    counts.allocations = allocations_of([&] { expected = attempts.call(*session); });
  }
  std::unique_ptr<Session> session = attempts.load();
  for (uint64_t index = 0; index < counts.allocations; index += step_of(counts.allocations)) {
    std::vector<float> answer;
    if (survives(index, failures, counts, [&] { answer = attempts.call(*session); })) {
      ASSERT_EQ(answer, expected) << index;
    } else {
      ASSERT_EQ(attempts.call(*session), expected) << index;
    }
    session = attempts.load();
  }
  EXPECT_EQ(counts.wrong, "");
  print(of, "call", failures, counts);
}

INSTANTIATE_TEST_SUITE_P(, AllocationFailures,
                         ::testing::Combine(::testing::ValuesIn(kCases),
                                            ::testing::Values(Failures::kOnce,
                                                              Failures::kForGood)));

}  // namespace
}  // namespace deberta
