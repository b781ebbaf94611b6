// What follows the encoder in GLiNER runs in pieces, each about as long as the encoder's, and gives
// what smaller calls give.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/pieces.h"
#include "context.h"
#include "model/gliner_head.h"
#include "model/lstm.h"
#include "model/token_scorer.h"
#include "reference/naive.h"

namespace deberta {
namespace {

using reference::random_values;

class GlinerPieces : public testing::WithThreads {
 protected:
  Matrix random_matrix(size_t rows, size_t cols, unsigned seed) {
    const Matrix to = ctx_.workspace.matrix(rows, cols);
    std::ranges::copy(random_values(rows * cols, seed), to.data);
    return to;
  }
  Linear random_linear(size_t inputs, size_t outputs, unsigned seed) {
    const std::vector<float> weight = random_values(inputs * outputs, seed);
    const std::vector<float> bias = random_values(outputs, seed + 1);
    return Linear(ConstMatrix(weight.data(), outputs, inputs), bias.data());
  }
  static Buffer random_buffer(size_t rows, size_t cols, unsigned seed) {
    Buffer buffer = Buffer::of_floats({rows, cols});
    std::ranges::transform(random_values(rows * cols, seed), buffer.floats(),
                           [](float each) { return each / 8; });
    return buffer;
  }
  template <class Run>
  static size_t steps_of(Run& run) {
    size_t steps = 1;
    while (run.step()) ++steps;
    return steps;
  }
};
INSTANTIATE_TEST_SUITE_P(Threads, GlinerPieces, ::testing::Values(1, 3));

TEST_P(GlinerPieces, token_scores_of_blocks_of_words_equal_those_of_all) {
  constexpr size_t kSize = 96, kInner = 4 * kSize, kWords = 300, kLabels = 200;
  const TokenScorer scorer{random_linear(kSize, 2 * kSize, 1), random_linear(kSize, 2 * kSize, 3),
                           random_linear(kSize, kInner, 5),    random_linear(kSize, kInner, 7),
                           random_linear(kSize, kInner, 9),    random_linear(kInner, 3, 11)};
  const Matrix words = random_matrix(kWords, kSize, 13), labels = random_matrix(kLabels, kSize, 14);
  const Matrix all = ctx_.workspace.matrix(kWords * kLabels, 3);
  TokenScorer::Run run(scorer, words, labels, all, ctx_);
  const size_t work = kSize * kInner * kWords * kLabels;
  EXPECT_GE(steps_of(run) * static_cast<size_t>(GetParam()), work / kWorkOfPiece);
  for (size_t begin = 0; begin < kWords; begin += 100) {
    Workspace::Scope scope(ctx_.workspace);
    const Matrix some = ctx_.workspace.matrix(100 * kLabels, 3);
    TokenScorer::Run part(scorer, words.slice_rows(begin, 100), labels, some, ctx_);
    steps_of(part);
    for (size_t i = 0; i < some.rows * 3; ++i) {
      ASSERT_EQ(some.data[i], all.data[begin * kLabels * 3 + i]) << begin << " " << i;
    }
  }
}

TEST_P(GlinerPieces, an_lstm_of_many_sequences_gives_what_each_gives_alone) {
  constexpr size_t kSize = 128, kGates = 4 * kSize;
  const auto direction = [&](unsigned seed) {
    return BiLstm::Direction{
        random_buffer(kGates, 2 * kSize, seed), random_buffer(kGates, kSize, seed + 1),
        random_buffer(kGates, 1, seed + 2), random_buffer(kGates, 1, seed + 3)};
  };
  const BiLstm lstm(direction(1), direction(5), 2 * kSize, kSize);
  std::vector<size_t> lengths;
  size_t rows = 0;
  for (size_t i = 0; i < 24; ++i) rows += lengths.emplace_back(i == 7 ? 384 : 300 + i);
  const Matrix x = random_matrix(rows, 2 * kSize, 9);
  const Matrix y = ctx_.workspace.matrix(rows, 2 * kSize);
  BiLstm::Run run(lstm, x, lengths, y, ctx_);
  EXPECT_GE(steps_of(run), 2 * kGates * kSize * rows / kWorkOfPiece);
  size_t first = 0;
  for (const size_t length : lengths) {
    Workspace::Scope scope(ctx_.workspace);
    const Matrix alone = ctx_.workspace.matrix(length, 2 * kSize);
    BiLstm::Run part(lstm, x.slice_rows(first, length), std::vector{length}, alone, ctx_);
    steps_of(part);
    for (size_t i = 0; i < length * 2 * kSize; ++i) {
      ASSERT_NEAR(alone.data[i], y.data[first * 2 * kSize + i], 1e-6f) << first << " " << i;
    }
    first += length;
  }
}

TEST_P(GlinerPieces, spans_of_many_sequences_are_scored_as_each_alone) {
  constexpr size_t kSize = 64, kInner = 4 * kSize, kWidth = 5;
  const auto mlp = [&](unsigned seed) {
    return Mlp{random_linear(kSize, kInner, seed), random_linear(kInner, kSize, seed + 2)};
  };
  SpanScorer scorer{mlp(1), mlp(5), SpanScorer::Inner{}, random_linear(kSize, kInner, 9), {}};
  scorer.inner->start = random_linear(kSize, kInner, 11);
  scorer.inner->end = random_linear(kSize, kInner, 13);
  scorer.bias = random_buffer(kSize, 1, 15);
  std::vector<GlinerRows::Sequence> sequences;
  size_t words = 0, labels = 0;
  for (size_t i = 0; i < 9; ++i) {  // in more than one group
    sequences.push_back({1 + i, 300 * i % 701 + 1});
    words += sequences.back().words;
    labels += sequences.back().labels;
  }
  const Matrix w = random_matrix(words, kSize, 17), q = random_matrix(labels, kSize, 18);
  std::vector<std::vector<float>> all, alone;
  const auto collect_into = [](std::vector<std::vector<float>>& to) -> GlinerHead::OnLogits {
    return [&to](size_t, ConstMatrix logits) {
      to.emplace_back(logits.data, logits.data + logits.rows * logits.cols);
    };
  };
  const GlinerHead::OnLogits of_all = collect_into(all), of_one = collect_into(alone);
  SpansRun run(scorer, kWidth, q, w, sequences, of_all, ctx_);
  EXPECT_GE(steps_of(run), sequences.size() + 2);
  size_t word = 0, label = 0;
  for (size_t i = 0; i < sequences.size(); ++i) {
    const auto& [its_labels, its_words] = sequences[i];
    SpansRun part(scorer, kWidth, q.slice_rows(label, its_labels), w.slice_rows(word, its_words),
                  std::span(sequences).subspan(i, 1), of_one, ctx_);
    steps_of(part);
    const size_t width = std::min(kWidth, its_words);
    for (size_t span = 0; span < its_words * width; ++span) {
      if (span / width + span % width >= its_words) continue;  // behind the text: not written
      for (size_t c = 0; c < its_labels; ++c) {
        ASSERT_EQ(all[i][span * its_labels + c], alone[i][span * its_labels + c])
            << i << " " << span;
      }
    }
    word += its_words;
    label += its_labels;
  }
}

TEST_P(GlinerPieces, an_abandoned_run_releases_its_memory) {
  constexpr size_t kSize = 64, kGates = 4 * kSize;
  const auto direction = [&] {
    return BiLstm::Direction{random_buffer(kGates, 2 * kSize, 1), random_buffer(kGates, kSize, 2),
                             random_buffer(kGates, 1, 3), random_buffer(kGates, 1, 4)};
  };
  GlinerHead head;
  head.rnn.emplace_back(direction(), direction(), 2 * kSize, kSize);
  head.scorer =
      TokenScorer{random_linear(2 * kSize, 4 * kSize, 1), random_linear(2 * kSize, 4 * kSize, 3),
                  random_linear(2 * kSize, 8 * kSize, 5), random_linear(2 * kSize, 8 * kSize, 7),
                  random_linear(2 * kSize, 8 * kSize, 9), random_linear(8 * kSize, 3, 11)};
  const Matrix hidden = random_matrix(40, 2 * kSize, 13);
  GlinerRows rows;
  for (const size_t first : {0, 20}) {
    rows.sequences.push_back({2, 18});
    rows.labels.insert(rows.labels.end(), {first, first + 1});
    for (size_t i = 2; i < 20; ++i) rows.words.push_back(first + i);
  }
  const auto run_steps = [&](size_t most) {
    size_t sequences = 0;
    GlinerHead::Run run(
        head, hidden, rows, [&](size_t, ConstMatrix) { ++sequences; }, ctx_);
    while (most-- > 0 && run.step()) {
    }
    return sequences;
  };
  EXPECT_EQ(run_steps(100), 2u);
  const size_t capacity = ctx_.workspace.capacity();
  for (size_t steps = 0; steps < 10; ++steps) run_steps(steps);
  EXPECT_EQ(ctx_.workspace.capacity(), capacity);
}

}  // namespace
}  // namespace deberta
