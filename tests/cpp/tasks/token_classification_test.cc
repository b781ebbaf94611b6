#include "tasks/token_classification.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "expect_error.h"
#include "tasks/tiny_model.h"

namespace deberta {
namespace {

using testing::open_session;
using testing::tiny_model;
using testing::tiny_tokenizer;
using Lines = std::vector<std::string>;

// --- group_entities

const std::vector<std::string> kLabels = {"O", "B-PER", "I-PER", "B-LOC", "I-LOC", "MISC"};

struct Token {
  std::string piece;  // of the text
  std::string label;
  float score = 0.9f;
};

float score_of(const std::vector<float>& row, const std::string& label) {
  return row[static_cast<size_t>(std::ranges::find(kLabels, label) - kLabels.begin())];
}

// The tokens, one after another, between two special ones that would make entities if they counted.
class Window {
 public:
  explicit Window(const std::vector<Token>& tokens,
                  const std::vector<std::string>& labels = kLabels)
      : labels_(labels) {
    add_special();
    for (const Token& token : tokens) {
      const auto begin = static_cast<uint32_t>(text_.size());
      text_ += token.piece;
      add(static_cast<int32_t>(testing::kByte0 + 'a' + encoding_.ids.size() - 1),
          {begin, static_cast<uint32_t>(text_.size())}, 0, token.label, token.score);
    }
    add_special();
  }

  // Scores of token i, in the order of kLabels.
  Window& scores(size_t i, const std::vector<float>& row) {
    std::ranges::copy(row,
                      probabilities_.begin() + static_cast<ptrdiff_t>((i + 1) * kLabels.size()));
    return *this;
  }
  // The template added token i.
  Window& special(size_t i) {
    encoding_.special_tokens_mask[i + 1] = 1;
    return *this;
  }
  Window& id(size_t i, int32_t id) {
    encoding_.ids[i + 1] = id;
    return *this;
  }
  // Token i has the span of the whole of `piece` where it occurs in the text.
  Window& span(size_t i, const std::string& piece) {
    const auto begin = static_cast<uint32_t>(text_.find(piece));
    encoding_.offsets[i + 1] = {begin, begin + static_cast<uint32_t>(piece.size())};
    return *this;
  }

  std::vector<Entity> entities(Aggregation aggregation,
                               const std::vector<std::string>& ignore_labels = {"O"}) const {
    return entities(aggregation, ignore_labels, labels_);
  }
  // With other names for the labels.
  std::vector<Entity> entities(Aggregation aggregation,
                               const std::vector<std::string>& ignore_labels,
                               const std::vector<std::string>& labels) const {
    TokenClassificationOptions options;
    options.aggregation = aggregation;
    options.ignore_labels = ignore_labels;
    static const Tokenizer tokenizer = tiny_tokenizer();
    return group_entities({probabilities_.data(), encoding_.ids.size(), labels.size()}, encoding_,
                          text_, tokenizer, labels, options);
  }

  // "PER 'Ada'"
  Lines lines(Aggregation aggregation,
              const std::vector<std::string>& ignore_labels = {"O"}) const {
    return lines(aggregation, ignore_labels, labels_);
  }
  Lines lines(Aggregation aggregation, const std::vector<std::string>& ignore_labels,
              const std::vector<std::string>& labels) const {
    Lines lines;
    for (const Entity& entity : entities(aggregation, ignore_labels, labels)) {
      lines.push_back(entity.label + " '" +
                      text_.substr(entity.span.begin, entity.span.end - entity.span.begin) + "'");
    }
    return lines;
  }

 private:
  void add_special() { add(testing::kSep, {}, 1, "B-LOC", 1); }
  void add(int32_t id, ByteSpan span, uint8_t special, const std::string& label, float score) {
    encoding_.ids.push_back(id);
    encoding_.offsets.push_back(span);
    encoding_.special_tokens_mask.push_back(special);
    encoding_.type_ids.push_back(0);
    encoding_.sequence_ids.push_back(special != 0 ? -1 : 0);
    encoding_.word_ids.push_back(-1);
    const float others = (1 - score) / static_cast<float>(labels_.size() - 1);
    for (const std::string& each : labels_)
      probabilities_.push_back(each == label ? score : others);
  }

  std::vector<std::string> labels_;
  std::string text_;
  Encoding encoding_;
  std::vector<float> probabilities_;
};

TEST(GroupEntities, none_gives_every_token) {
  const Window window(
      {{"Ada", "B-PER", 0.8f}, {" L", "I-PER", 0.7f}, {" in", "O"}, {" Paris", "B-LOC"}});
  const std::vector<Entity> entities = window.entities(Aggregation::kNone);
  ASSERT_EQ(entities.size(), 3u);
  EXPECT_EQ(window.lines(Aggregation::kNone), (Lines{"B-PER 'Ada'", "I-PER 'L'", "B-LOC 'Paris'"}));
  EXPECT_FLOAT_EQ(entities[1].score, 0.7f);
  EXPECT_EQ(entities[0].span, (ByteSpan{0, 3}));
  EXPECT_EQ(entities[1].span, (ByteSpan{4, 5}));
  EXPECT_EQ(entities[0].index, 1);
  EXPECT_EQ(entities[2].index, 4);
  EXPECT_EQ(entities[0].token, "a");
  EXPECT_EQ(entities[2].token, "d");
}

TEST(GroupEntities, none_ignores_whole_labels) {
  const Window window({{"Ada", "B-PER"}, {" L", "I-PER"}, {" in", "O"}});
  EXPECT_EQ(window.lines(Aggregation::kNone, {"B-PER"}), (Lines{"I-PER 'L'", "O 'in'"}));
  EXPECT_EQ(window.lines(Aggregation::kNone, {"PER"}).size(), 3u);
  EXPECT_EQ(window.lines(Aggregation::kNone, {}).size(), 3u);
}

TEST(GroupEntities, simple_joins_what_continues) {
  const Window window(
      {{"Ada", "B-PER", 0.9f}, {" Love", "I-PER", 0.8f}, {"lace", "I-PER", 0.4f}, {" in", "O"}});
  const std::vector<Entity> entities = window.entities(Aggregation::kSimple);
  ASSERT_EQ(entities.size(), 1u);
  EXPECT_EQ(entities[0].label, "PER");
  EXPECT_EQ(entities[0].span, (ByteSpan{0, 12}));
  EXPECT_FLOAT_EQ(entities[0].score, 0.7f);
  EXPECT_EQ(entities[0].index, 1);
  EXPECT_EQ(entities[0].token, "");
}

TEST(GroupEntities, a_b_begins_a_group_and_so_does_an_i_of_another_type) {
  EXPECT_EQ(
      Window({{"Ada", "B-PER"}, {" Bob", "B-PER"}, {" C", "I-PER"}}).lines(Aggregation::kSimple),
      (Lines{"PER 'Ada'", "PER 'Bob C'"}));
  EXPECT_EQ(
      Window({{"Ada", "B-PER"}, {" Rome", "I-LOC"}, {" X", "I-PER"}}).lines(Aggregation::kSimple),
      (Lines{"PER 'Ada'", "LOC 'Rome'", "PER 'X'"}));
}

TEST(GroupEntities, an_i_needs_no_b) {
  EXPECT_EQ(
      Window({{"Ada", "I-PER"}, {" L", "I-PER"}, {" B", "B-PER"}}).lines(Aggregation::kSimple),
      (Lines{"PER 'Ada L'", "PER 'B'"}));
}

TEST(GroupEntities, other_labels_between_keep_two_apart) {
  EXPECT_EQ(Window({{"Ada", "I-PER"}, {" or", "O"}, {" L", "I-PER"}}).lines(Aggregation::kSimple),
            (Lines{"PER 'Ada'", "PER 'L'"}));
}

TEST(GroupEntities, a_label_without_a_prefix_continues) {
  EXPECT_EQ(Window({{"x", "MISC"}, {" y", "MISC"}, {" z", "O"}}).lines(Aggregation::kSimple),
            Lines{"MISC 'x y'"});
  // "PER" continues "B-PER", "B" and "I" alone are types.
  EXPECT_EQ(Window({{"x", "B-PER"}, {" y", "MISC"}, {" z", "I-LOC"}, {" w", "B-LOC"}})
                .lines(Aggregation::kSimple, {"O"}, {"O", "B-PER", "I-PER", "B", "I", "PER"}),
            (Lines{"PER 'x y'", "I 'z'", "B 'w'"}));
}

TEST(GroupEntities, tags_of_bioes_and_bilou_begin_and_end_entities) {
  for (const auto& [end, single] : {std::pair("E-", "S-"), std::pair("L-", "U-")}) {
    const std::string e = end, s = single;
    const std::vector<std::string> labels = {"O",       "B-PER", "I-PER",   e + "PER",
                                             s + "PER", "B-LOC", e + "LOC", s + "LOC"};
    const auto lines = [&](const std::vector<Token>& tokens) {
      const Lines simple = Window(tokens, labels).lines(Aggregation::kSimple);
      for (Aggregation aggregation :
           {Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
        EXPECT_EQ(Window(tokens, labels).lines(aggregation), simple);
      }
      return simple;
    };
    EXPECT_EQ(lines({{"Ada", "B-PER"}, {" King", "I-PER"}, {" Lovelace", e + "PER"}}),
              Lines{"PER 'Ada King Lovelace'"});
    EXPECT_EQ(lines({{"Ada", s + "PER"}, {" Bob", s + "PER"}}), (Lines{"PER 'Ada'", "PER 'Bob'"}));
    EXPECT_EQ(lines({{"Ada", "B-PER"}, {" L", e + "PER"}, {" Bob", "I-PER"}, {" S", e + "PER"}}),
              (Lines{"PER 'Ada L'", "PER 'Bob S'"}));
    EXPECT_EQ(lines({{"Ada", "B-PER"}, {" Bob", s + "PER"}, {" C", e + "PER"}}),
              (Lines{"PER 'Ada'", "PER 'Bob'", "PER 'C'"}));
    EXPECT_EQ(lines({{"New", "B-LOC"}, {" York", e + "LOC"}, {" Rome", s + "LOC"}}),
              (Lines{"LOC 'New York'", "LOC 'Rome'"}));
  }
}

TEST(GroupEntities, nothing_ends_inside_a_word) {
  const std::vector<std::string> labels = {"O", "B-PER", "I-PER", "E-PER", "S-PER"};
  EXPECT_EQ(Window({{"Love", "S-PER"}, {"lace", "S-PER"}, {" Bob", "S-PER"}}, labels)
                .lines(Aggregation::kSimple),
            (Lines{"PER 'Lovelace'", "PER 'Bob'"}));
  EXPECT_EQ(
      Window({{"Ada", "B-PER"}, {" Love", "E-PER"}, {"lace", "E-PER"}, {" X", "I-PER"}}, labels)
          .lines(Aggregation::kSimple),
      (Lines{"PER 'Ada Lovelace'", "PER 'X'"}));
}

TEST(GroupEntities, groups_are_ignored_by_their_type) {
  const Window window(
      {{"Ada", "B-PER"}, {" L", "I-PER"}, {" in", "O"}, {" a", "O"}, {" Rome", "B-LOC"}});
  EXPECT_EQ(window.lines(Aggregation::kSimple, {"PER"}), (Lines{"O 'in a'", "LOC 'Rome'"}));
  EXPECT_EQ(window.lines(Aggregation::kSimple, {"B-PER", "O"}),
            (Lines{"PER 'Ada L'", "LOC 'Rome'"}));
  EXPECT_EQ(window.lines(Aggregation::kSimple, {}),
            (Lines{"PER 'Ada L'", "O 'in a'", "LOC 'Rome'"}));
  EXPECT_EQ(window.lines(Aggregation::kFirst, {"O", "PER"}), Lines{"LOC 'Rome'"});
}

// One word of two tokens that disagree, then a word that continues it.
Window disagreeing() {
  return Window({{"Love", "B-PER", 0.5f}, {"lace", "B-LOC", 0.9f}, {" Jr", "I-PER", 0.7f}})
      // O, B-PER, I-PER, B-LOC, I-LOC, MISC
      .scores(0, {0, 0.5f, 0, 0, 0.4f, 0.1f})
      .scores(1, {0, 0, 0.1f, 0.5f, 0.4f, 0})
      .scores(2, {0, 0, 0.3f, 0, 0.7f, 0});
}

TEST(GroupEntities, simple_may_split_a_word) {
  EXPECT_EQ(disagreeing().lines(Aggregation::kSimple), (Lines{"PER 'Love'", "LOC 'lace Jr'"}));
}

TEST(GroupEntities, first_takes_the_label_of_the_first_token) {
  const std::vector<Entity> entities = disagreeing().entities(Aggregation::kFirst);
  ASSERT_EQ(disagreeing().lines(Aggregation::kFirst), (Lines{"PER 'Lovelace'", "LOC 'Jr'"}));
  EXPECT_FLOAT_EQ(entities[0].score, 0.5f);
  EXPECT_FLOAT_EQ(entities[1].score, 0.7f);
  EXPECT_EQ(entities[0].index, 1);
  EXPECT_EQ(entities[1].index, 3);
}

TEST(GroupEntities, max_takes_the_label_of_the_surest_token) {
  const Window window = disagreeing().scores(1, {0, 0, 0.1f, 0.6f, 0.3f, 0});
  ASSERT_EQ(window.lines(Aggregation::kMax), Lines{"LOC 'Lovelace Jr'"});
  EXPECT_FLOAT_EQ(window.entities(Aggregation::kMax)[0].score, 0.65f);
  // Of equally certain ones, the first.
  EXPECT_EQ(disagreeing().lines(Aggregation::kMax), (Lines{"PER 'Lovelace'", "LOC 'Jr'"}));
}

TEST(GroupEntities, viterbi_chooses_labels_that_may_follow_one_another) {
  // The first tokens alone say B-PER I-LOC.
  const std::vector<Entity> entities = disagreeing().entities(Aggregation::kViterbi);
  ASSERT_EQ(disagreeing().lines(Aggregation::kViterbi), Lines{"PER 'Lovelace Jr'"});
  EXPECT_FLOAT_EQ(entities[0].score, 0.4f);  // (0.5 + 0.3) / 2: of the labels that were chosen
  EXPECT_EQ(Window({{"of", "O"}, {" L", "I-PER", 0.5f}}).lines(Aggregation::kViterbi), Lines{});
  // Certainty of an impossible sequence is no error.
  EXPECT_EQ(Window({{"x", "I-PER", 1}, {" y", "I-LOC", 1}}).lines(Aggregation::kViterbi).size(),
            1u);
}

TEST(GroupEntities, viterbi_goes_on_in_a_window_that_begins_inside_an_entity) {
  const Window whole({{"Ada", "B-PER"}, {" L", "I-PER"}});
  Window part = whole;
  part.special(0);
  EXPECT_EQ(whole.lines(Aggregation::kViterbi), Lines{"PER 'Ada L'"});
  EXPECT_EQ(part.lines(Aggregation::kViterbi), Lines{"PER 'L'"});
}

TEST(GroupEntities, average_takes_the_label_of_the_best_mean) {
  // The means: B-PER 0.25, I-PER 0.05, B-LOC 0.25, I-LOC 0.4, MISC 0.05.
  ASSERT_EQ(disagreeing().lines(Aggregation::kAverage), Lines{"LOC 'Lovelace Jr'"});
  EXPECT_FLOAT_EQ(disagreeing().entities(Aggregation::kAverage)[0].score, 0.55f);
}

TEST(GroupEntities, of_equal_scores_the_first_label_counts) {
  const Window window = Window({{"x", "O"}}).scores(0, {0.1f, 0.1f, 0.3f, 0.3f, 0.1f, 0.1f});
  for (Aggregation aggregation :
       {Aggregation::kSimple, Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(window.lines(aggregation), Lines{"PER 'x'"});
  }
}

TEST(GroupEntities, a_group_of_words_has_their_mean_score) {
  const Window window({{"A", "B-PER", 0.9f},
                       {"da", "O", 0.5f},
                       {" Lovelace", "I-PER", 0.5f},
                       {" X", "I-PER", 0.4f}});
  const std::vector<Entity> entities = window.entities(Aggregation::kFirst);
  ASSERT_EQ(entities.size(), 1u);
  EXPECT_FLOAT_EQ(entities[0].score, 0.6f);  // (0.9 + 0.5 + 0.4) / 3: of words, not of tokens
}

TEST(GroupEntities, a_word_begins_at_white_space_and_nowhere_else) {
  const auto words = [](const std::vector<std::string>& pieces) {
    std::vector<Token> tokens;
    for (const std::string& piece : pieces) tokens.push_back({piece, "B-PER"});
    return Window(tokens).lines(Aggregation::kFirst);
  };
  EXPECT_EQ(words({"New", " York"}), (Lines{"PER 'New'", "PER 'York'"}));
  EXPECT_EQ(words({"New", " ", "York"}), (Lines{"PER 'New'", "PER 'York'"}));
  EXPECT_EQ(Window({{"in", "O"}, {" ", "O"}, {"York", "B-LOC"}}).lines(Aggregation::kFirst),
            Lines{"LOC 'York'"});
  EXPECT_EQ(words({"O", "'", "Brien", "-", "King"}), Lines{"PER 'O'Brien-King'"});
  for (const char* white : {"\n", "\t", "\r\n", "\u00a0", "\u2003", "\u3000", "\u200b"}) {
    EXPECT_EQ(words({"a", white, "b"}), (Lines{"PER 'a'", "PER 'b'"})) << white;
    EXPECT_EQ(words({"a", white + std::string("b")}), (Lines{"PER 'a'", "PER 'b'"})) << white;
  }
  EXPECT_EQ(words({"a", "\u00ad", "b"}), Lines{"PER 'a\u00adb'"});
  EXPECT_EQ(words({"é", "é", " é"}), (Lines{"PER 'éé'", "PER 'é'"}));
}

TEST(GroupEntities, punctuation_at_the_edge_of_a_word_has_a_label_of_its_own) {
  for (Aggregation aggregation : {Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(Window({{"“", "O"}, {"Par", "B-LOC"}, {"is", "I-LOC", 0.8f}, {"”", "O"}, {").", "O"}})
                  .lines(aggregation),
              Lines{"LOC 'Paris'"});
    EXPECT_EQ(Window({{"in", "O"}, {" (", "B-LOC"}, {"U", "O"}, {".", "B-LOC"}}).lines(aggregation),
              (Lines{"LOC '('", "LOC '.'"}));
    // A token that is more than punctuation is of the word.
    EXPECT_EQ(Window({{"(", "O"}, {"Pa", "B-LOC"}, {"ris.", "I-LOC", 0.7f}}).lines(aggregation),
              Lines{"LOC 'Paris.'"});
    EXPECT_EQ(Window({{" (Pa", "B-LOC"}, {"ris", "I-LOC", 0.7f}}).lines(aggregation),
              Lines{"LOC '(Paris'"});
  }
  // "U.N." is one word: its label is that of its first token, or of most of them.
  const Window abbreviation({{"U", "B-LOC"}, {".", "O", 0.6f}, {"N", "I-LOC"}, {".", "O", 0.6f}});
  for (Aggregation aggregation : {Aggregation::kFirst, Aggregation::kMax}) {
    EXPECT_EQ(abbreviation.lines(aggregation), Lines{"LOC 'U.N.'"});
  }
}

TEST(GroupEntities, scripts_without_spaces_have_words_of_one_character) {
  for (Aggregation aggregation : {Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(Window({{"我", "O"}, {"在", "O"}, {"北京", "B-LOC"}, {"。", "O"}}).lines(aggregation),
              Lines{"LOC '北京'"});
  }
}

TEST(GroupEntities, white_space_between_words_has_no_say) {
  for (Aggregation aggregation : {Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    const Window between(
        {{"\n", "B-LOC"}, {"Ada", "B-PER"}, {"\t", "O"}, {"\t", "B-LOC"}, {"L", "I-PER"}});
    EXPECT_EQ(between.lines(aggregation), Lines{"PER 'Ada\t\tL'"});
    EXPECT_FLOAT_EQ(between.entities(aggregation)[0].score, 0.9f);
    EXPECT_EQ(Window({{"Ada", "B-PER"}, {"\n", "I-PER"}, {"L", "B-PER"}}).lines(aggregation),
              (Lines{"PER 'Ada'", "PER 'L'"}));
  }
}

TEST(GroupEntities, an_unknown_token_begins_a_word) {
  const Window known({{"Love", "B-PER"}, {"?", "B-PER"}, {"lace", "B-PER"}});
  EXPECT_EQ(known.lines(Aggregation::kFirst), Lines{"PER 'Love?lace'"});
  Window window = known;
  window.id(1, testing::kUnk);
  for (Aggregation aggregation : {Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(window.lines(aggregation), (Lines{"PER 'Love'", "PER '?lace'"}));
  }
}

TEST(GroupEntities, what_stands_between_parts_a_group) {
  EXPECT_EQ(Window({{"Ada", "B-PER"}, {" of", "O"}, {" L", "I-PER"}}).lines(Aggregation::kSimple),
            (Lines{"PER 'Ada'", "PER 'L'"}));
  // Ignored or not.
  EXPECT_EQ(Window({{"Ada", "B-PER"}, {" of", "MISC"}, {" L", "I-PER"}})
                .lines(Aggregation::kSimple, {"MISC"}),
            (Lines{"PER 'Ada'", "PER 'L'"}));
}

TEST(GroupEntities, a_special_token_parts_a_group_and_a_word) {
  const std::vector<Token> tokens = {{"Ada", "B-PER"}, {"x", "I-PER"}, {"b", "I-PER"}};
  for (Aggregation aggregation :
       {Aggregation::kSimple, Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(Window(tokens).lines(aggregation), Lines{"PER 'Adaxb'"});
    EXPECT_EQ(Window(tokens).special(1).lines(aggregation), (Lines{"PER 'Ada'", "PER 'b'"}));
  }
}

TEST(GroupEntities, white_space_at_the_ends_is_excluded) {
  EXPECT_EQ(
      Window({{" Ada", "B-PER"}, {" ", "I-PER"}, {"\t\n", "I-PER"}}).lines(Aggregation::kSimple),
      Lines{"PER 'Ada'"});
  EXPECT_EQ(Window({{"\r\n ", "B-PER"}, {"Ada", "I-PER"}}).lines(Aggregation::kSimple),
            Lines{"PER 'Ada'"});
  EXPECT_EQ(
      Window({{" Ada", "B-PER"}, {"  ", "I-PER"}, {"L", "I-PER"}}).lines(Aggregation::kSimple),
      Lines{"PER 'Ada  L'"});
  EXPECT_EQ(Window({{" Ada", "B-PER"}}).lines(Aggregation::kNone), Lines{"B-PER 'Ada'"});
}

TEST(GroupEntities, white_space_alone_is_not_a_group) {
  const Window window({{"  ", "B-PER"}, {" x", "O"}, {"\n", "B-LOC"}});
  for (Aggregation aggregation : {Aggregation::kSimple, Aggregation::kAverage}) {
    EXPECT_EQ(window.lines(aggregation), Lines{});
  }
}

TEST(GroupEntities, spans_are_bytes) {
  const Window window = Window({{"né", "O"}, {" Zoë", "B-PER"}, {" 日", "I-PER"}, {"本", "I-PER"}});
  const std::vector<Entity> entities = window.entities(Aggregation::kSimple);
  ASSERT_EQ(window.lines(Aggregation::kSimple), Lines{"PER 'Zoë 日本'"});
  EXPECT_EQ(entities[0].span, (ByteSpan{4, 15}));
}

TEST(GroupEntities, tokens_of_one_character_share_its_span) {
  Window window({{"a ", "O"}, {"\xf0\x9f", "B-LOC"}, {"\x98\x80", "I-LOC"}, {" b", "O"}});
  window.span(1, "😀").span(2, "😀");
  EXPECT_EQ(window.lines(Aggregation::kSimple), Lines{"LOC '😀'"});
  EXPECT_EQ(window.lines(Aggregation::kNone), (Lines{"B-LOC '😀'", "I-LOC '😀'"}));
}

TEST(GroupEntities, special_tokens_alone_make_none) {
  for (Aggregation aggregation : {Aggregation::kNone, Aggregation::kSimple, Aggregation::kFirst,
                                  Aggregation::kAverage, Aggregation::kMax}) {
    EXPECT_EQ(Window({}).lines(aggregation, {}), Lines{});
  }
}

TEST(GroupEntities, every_score_belongs_to_the_reported_label) {
  const std::vector<float> row = {0.05f, 0.1f, 0.15f, 0.4f, 0.2f, 0.1f};
  const std::vector<Entity> entities =
      Window({{"x", "O"}}).scores(0, row).entities(Aggregation::kNone);
  ASSERT_EQ(entities.size(), 1u);
  EXPECT_EQ(entities[0].score, score_of(row, entities[0].label));
}

// --- group_entities with the words of WordPiece: what transformers' own tests assert
// (tests/pipelines/test_pipelines_token_classification.py)

using Scores = std::vector<float>;

// "PER 'Enzo' 0.996"
Lines lines_of_wordpiece(const std::string& text, const std::vector<Scores>& scores,
                         Aggregation aggregation) {
  TokenizerFiles files;
  files.vocab_txt = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nen\n##zo\nat\nun\n.\nra\n##ma\n##zotti\n";
  const Tokenizer tokenizer = load_tokenizer(files);
  const Encoding encoding = tokenizer.encode(text, {});
  const std::vector<std::string> labels = {"O",     "B-MISC", "I-MISC", "B-PER", "I-PER",
                                           "B-ORG", "I-ORG",  "B-LOC",  "I-LOC"};
  std::vector<float> rows(labels.size(), 0.0f);  // of [CLS]
  for (const Scores& row : scores) rows.insert(rows.end(), row.begin(), row.end());
  rows.resize(rows.size() + labels.size());
  EXPECT_EQ(rows.size(), encoding.ids.size() * labels.size());
  TokenClassificationOptions options;
  options.aggregation = aggregation;
  Lines lines;
  for (const Entity& each : group_entities({rows.data(), encoding.ids.size(), labels.size()},
                                           encoding, text, tokenizer, labels, options)) {
    lines.push_back(each.label + " '" +
                    text.substr(each.span.begin, each.span.end - each.span.begin) + "' " +
                    std::to_string(std::round(each.score * 1000) / 1000).substr(0, 5));
  }
  return lines;
}

TEST(GroupWordPieces, words_and_scores_are_those_of_the_reference) {
  const std::vector<Scores> enzo = {{0, 0, 0, 0, 0.9968166351318359f, 0, 0, 0, 0},
                                    {0, 0, 0, 0, 0.9957635998725891f, 0, 0, 0, 0},
                                    {1, 0, 0, 0, 0, 0, 0, 0, 0},
                                    {0, 0, 0, 0, 0, 0.9986497163772583f, 0, 0, 0}};
  const auto lines = [&](Aggregation each) { return lines_of_wordpiece("Enzo at UN", enzo, each); };
  EXPECT_EQ(lines(Aggregation::kNone),
            (Lines{"I-PER 'En' 0.997", "I-PER 'zo' 0.996", "B-ORG 'UN' 0.999"}));
  EXPECT_EQ(lines(Aggregation::kSimple), (Lines{"PER 'Enzo' 0.996", "ORG 'UN' 0.999"}));
  EXPECT_EQ(lines(Aggregation::kFirst), (Lines{"PER 'Enzo' 0.997", "ORG 'UN' 0.999"}));
  EXPECT_EQ(lines(Aggregation::kMax), (Lines{"PER 'Enzo' 0.997", "ORG 'UN' 0.999"}));
  EXPECT_EQ(lines(Aggregation::kAverage), (Lines{"PER 'Enzo' 0.996", "ORG 'UN' 0.999"}));
}

TEST(GroupWordPieces, of_tokens_that_disagree_the_strategies_take_what_the_reference_takes) {
  const std::vector<Scores> ramazotti = {{0, 0.55f, 0, 0.45f, 0, 0, 0, 0, 0},
                                         {0, 0, 0, 0.2f, 0, 0, 0, 0.8f, 0},
                                         {0, 0, 0, 0.4f, 0, 0, 0.6f, 0, 0}};
  const auto lines = [&](Aggregation each) {
    return lines_of_wordpiece("Ramazotti", ramazotti, each);
  };
  EXPECT_EQ(lines(Aggregation::kNone),
            (Lines{"B-MISC 'Ra' 0.550", "B-LOC 'ma' 0.800", "I-ORG 'zotti' 0.600"}));
  EXPECT_EQ(lines(Aggregation::kFirst), Lines{"MISC 'Ramazotti' 0.550"});
  EXPECT_EQ(lines(Aggregation::kMax), Lines{"LOC 'Ramazotti' 0.800"});
  EXPECT_EQ(lines(Aggregation::kAverage), Lines{"PER 'Ramazotti' 0.350"});
}

TEST(GroupWordPieces, tokens_alone_say_what_a_word_is) {
  const Scores place = {0, 0, 0, 0, 0, 0, 0, 0, 1}, outside = {1, 0, 0, 0, 0, 0, 0, 0, 0};
  for (Aggregation each : {Aggregation::kFirst, Aggregation::kMax, Aggregation::kAverage}) {
    // "un" and "." are four words, as the pre-tokenizer splits them.
    EXPECT_EQ(lines_of_wordpiece("un.un.", {place, outside, place, outside}, each),
              (Lines{"LOC 'un' 1.000", "LOC 'un' 1.000"}));
  }
}

// --- merge_windows

Entity entity(uint32_t begin, uint32_t end, float score = 0.5f, const std::string& label = "A") {
  return {label, score, {begin, end}, 0, "", {begin, end}, end - begin};
}

// "A[0,2)0.5"
Lines merged(std::vector<Entity> entities) {
  Lines lines;
  for (const Entity& each : merge_windows(std::move(entities))) {
    lines.push_back(each.label + "[" + std::to_string(each.span.begin) + "," +
                    std::to_string(each.span.end) + ")");
  }
  return lines;
}

TEST(MergeWindows, the_longer_one_has_more_characters_not_bytes_and_its_space_counts) {
  // "äö x": in bytes the first is longer, in characters, space included, the second.
  Entity letters = entity(0, 4);
  letters.characters = 2;
  Entity spaced = entity(5, 6);
  spaced.tokens = {2, 6};
  spaced.characters = 3;
  EXPECT_EQ(merged({letters, spaced}), (Lines{"A[5,6)"}));
}

TEST(MergeWindows, what_does_not_overlap_stays_in_order) {
  EXPECT_EQ(merged({entity(6, 9), entity(0, 2), entity(2, 5)}),
            (Lines{"A[0,2)", "A[2,5)", "A[6,9)"}));
  EXPECT_EQ(merged({}), Lines{});
}

TEST(MergeWindows, the_same_entity_of_two_windows_is_one) {
  EXPECT_EQ(merged({entity(3, 7, 0.6f, "A"), entity(3, 7, 0.9f, "B")}), Lines{"B[3,7)"});
  EXPECT_EQ(merged({entity(3, 7, 0.9f, "A"), entity(3, 7, 0.6f, "B")}), Lines{"A[3,7)"});
  EXPECT_EQ(merged({entity(3, 7, 0.5f, "A"), entity(3, 7, 0.5f, "B")}), Lines{"A[3,7)"});
}

TEST(MergeWindows, the_longer_stays_whatever_the_scores) {
  EXPECT_EQ(merged({entity(0, 5, 0.1f), entity(3, 7, 0.9f, "B")}), Lines{"A[0,5)"});
  EXPECT_EQ(merged({entity(0, 4, 0.9f), entity(3, 9, 0.1f, "B")}), Lines{"B[3,9)"});
  EXPECT_EQ(merged({entity(0, 9, 0.1f), entity(3, 4, 0.9f, "B")}), Lines{"A[0,9)"});
}

TEST(MergeWindows, of_equally_long_ones_the_better_stays) {
  EXPECT_EQ(merged({entity(0, 4, 0.5f), entity(2, 6, 0.6f, "B")}), Lines{"B[2,6)"});
  EXPECT_EQ(merged({entity(0, 4, 0.5f), entity(2, 6, 0.4f, "B")}), Lines{"A[0,4)"});
}

TEST(MergeWindows, each_is_compared_with_the_one_that_stays) {
  EXPECT_EQ(merged({entity(0, 4), entity(3, 9, 0.5f, "B"), entity(8, 10, 0.5f, "C")}),
            Lines{"B[3,9)"});
  EXPECT_EQ(merged({entity(0, 6), entity(5, 8, 0.5f, "B"), entity(7, 9, 0.5f, "C")}),
            (Lines{"A[0,6)", "C[7,9)"}));
}

// --- the whole task

class TokenClassifications : public ::testing::Test {
 protected:
  TokenClassifications()
      : session_(open_session(tiny_model("v1_tok"), Head::kTokenClassification)) {}

  TokenClassification of(std::string_view text, const TokenClassificationOptions& options = {}) {
    return testing::token_classification(*session_, {&text, 1}, options).at(0);
  }

  std::unique_ptr<Session> session_;
};

// About 150 tokens of the tiny tokenizer; the model accepts 48 at once.
std::string long_text() {
  std::string text = "hello";
  for (const char* word : {" world", " low", " Zoë", " held", " 12", ",", " or"}) {
    for (int i = 0; i < 8; ++i) text += word;
  }
  return text;
}

void expect_same(const TokenClassification& a, const TokenClassification& b) {
  EXPECT_EQ(a.tokens, b.tokens);
  EXPECT_EQ(a.truncated, b.truncated);
  ASSERT_EQ(a.entities.size(), b.entities.size());
  for (size_t i = 0; i < a.entities.size(); ++i) {
    EXPECT_EQ(a.entities[i].label, b.entities[i].label);
    EXPECT_EQ(a.entities[i].span, b.entities[i].span);
    EXPECT_EQ(a.entities[i].index, b.entities[i].index);
    EXPECT_EQ(a.entities[i].token, b.entities[i].token);
    EXPECT_NEAR(a.entities[i].score, b.entities[i].score, 1e-5f);
  }
}

// Spans of the text's tokens, without white space at the ends.
std::vector<ByteSpan> token_spans(const Tokenizer& tokenizer, std::string_view text) {
  EncodeOptions options;
  options.add_special_tokens = false;
  std::vector<ByteSpan> spans = tokenizer.encode(text, options).offsets;
  for (ByteSpan& span : spans) span.begin += text[span.begin] == ' ';
  return spans;
}

std::vector<ByteSpan> spans_of(const TokenClassification& result) {
  std::vector<ByteSpan> spans;
  for (const Entity& entity : result.entities) spans.push_back(entity.span);
  return spans;
}

TEST_F(TokenClassifications, every_token_has_a_label) {
  const TokenClassification result = of("hello world");
  ASSERT_EQ(result.entities.size(), 2u);
  EXPECT_EQ(result.entities[0].token, "hello");
  EXPECT_EQ(result.entities[1].token, "Ġworld");
  EXPECT_EQ(result.entities[1].span, (ByteSpan{6, 11}));
  EXPECT_EQ(result.entities[1].index, 2);
  EXPECT_EQ(result.tokens, 4u);
  EXPECT_FALSE(result.truncated);
  for (const Entity& entity : result.entities) {
    EXPECT_TRUE(entity.label.starts_with("LABEL_"));
    EXPECT_GT(entity.score, 0.2f);  // the best of five
    EXPECT_LE(entity.score, 1.0f);
  }
}

TEST_F(TokenClassifications, a_batch_gives_what_its_texts_give_alone) {
  const std::string cut = long_text();
  const std::vector<std::string_view> texts = {"hello world", "",  "held low", " ",
                                               "Zoë 😀",       cut, "or",       "hello world"};
  for (Aggregation aggregation : {Aggregation::kNone, Aggregation::kSimple, Aggregation::kFirst,
                                  Aggregation::kAverage, Aggregation::kMax}) {
    for (int stride : {0, 10}) {
      if (stride > 0 && aggregation == Aggregation::kNone) continue;  // is refused
      TokenClassificationOptions options;
      options.aggregation = aggregation;
      options.stride = stride;
      const auto together = testing::token_classification(*session_, texts, options);
      ASSERT_EQ(together.size(), texts.size());
      for (size_t i = 0; i < texts.size(); ++i) expect_same(together[i], of(texts[i], options));
    }
  }
}

TEST_F(TokenClassifications, no_texts_give_no_results) {
  EXPECT_TRUE(testing::token_classification(*session_, {}, {}).empty());
}

TEST_F(TokenClassifications, an_empty_text_has_no_entities) {
  const TokenClassification result = of("");
  EXPECT_TRUE(result.entities.empty());
  EXPECT_EQ(result.tokens, 2u);
}

TEST_F(TokenClassifications, without_a_stride_a_long_text_is_cut) {
  const std::string text = long_text();
  const TokenClassification result = of(text);
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.tokens, 48u);
  std::vector<ByteSpan> expected = token_spans(session_->tokenizer(), text);
  ASSERT_GT(expected.size(), 100u);
  expected.resize(46);
  EXPECT_EQ(spans_of(result), expected);
}

TEST_F(TokenClassifications, with_a_stride_a_long_text_is_covered) {
  std::string text;
  for (int i = 0; i < 80; ++i) text += i % 2 == 0 ? " world" : "7?";
  for (int stride : {1, 7, 45}) {
    TokenClassificationOptions options;
    options.stride = stride;
    options.aggregation = Aggregation::kSimple;
    options.ignore_labels.clear();
    const TokenClassification result = of(text, options);
    EXPECT_FALSE(result.truncated);
    EXPECT_GT(result.tokens, 120u);
    EXPECT_EQ(result.entities.front().span.begin, 1u) << stride;  // after the space
    EXPECT_GT(result.entities.back().span.end, text.size() / 2) << stride;
  }
}

TEST_F(TokenClassifications, groups_of_windows_do_not_overlap) {
  for (Aggregation aggregation :
       {Aggregation::kSimple, Aggregation::kFirst, Aggregation::kAverage, Aggregation::kMax}) {
    TokenClassificationOptions options;
    options.aggregation = aggregation;
    options.stride = 12;
    const std::string text = long_text();
    uint32_t end = 0;
    for (const Entity& entity : of(text, options).entities) {
      EXPECT_GE(entity.span.begin, end);
      EXPECT_LT(entity.span.begin, entity.span.end);
      end = entity.span.end;
    }
    EXPECT_LE(end, text.size());
    EXPECT_GT(end, text.size() / 2);
  }
}

TEST_F(TokenClassifications, all_that_windows_find_is_kept_where_it_is_asked_for) {
  TokenClassificationOptions options;
  options.aggregation = Aggregation::kSimple;
  options.stride = 12;
  const std::string text = long_text();
  const std::vector<Entity> merged = of(text, options).entities;
  options.keep_overlaps = true;
  const std::vector<Entity> all = of(text, options).entities;
  EXPECT_GT(all.size(), merged.size());
  for (const Entity& entity : merged) {
    EXPECT_TRUE(std::ranges::any_of(all, [&](const Entity& e) { return e.span == entity.span; }));
  }
}

TEST_F(TokenClassifications, refuses_a_stride_that_leaves_no_step) {
  for (int stride : {-1, 46, 47, 48, 1000}) {
    TokenClassificationOptions options;
    options.aggregation = Aggregation::kSimple;
    options.stride = stride;
    EXPECT_ERROR(kInput, "stride is " + std::to_string(stride) + ", expected 0 to 45",
                 of("hello", options));
  }
  EXPECT_EQ(of("hello").entities.size(), 1u);
}

TEST_F(TokenClassifications, refuses_a_stride_without_aggregation) {
  TokenClassificationOptions options;
  options.stride = 10;
  EXPECT_ERROR(kInput, "stride needs an aggregation_strategy", of("hello", options));
}

TEST(TokenClassification, needs_its_head) {
  const auto session = open_session(tiny_model("v1_seq_single"), Head::kSequenceClassification);
  const std::string_view text = "hello";
  EXPECT_ERROR(kState, "with the head 'token-classification'",
               testing::token_classification(*session, {&text, 1}, {}));
}

}  // namespace
}  // namespace deberta
