#include "text/added_tokens.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

// "«a »" for a piece that is an added token, "a " for text between.
using Pieces = std::vector<std::string>;

Pieces split(const AddedTokens& tokens, std::string_view text) {
  Pieces pieces;
  uint32_t end = 0;
  tokens.split(text, [&](ByteSpan span, const AddedToken* token) {
    EXPECT_EQ(span.begin, end);
    EXPECT_LT(span.begin, span.end);
    end = span.end;
    const std::string piece(text.substr(span.begin, span.end - span.begin));
    pieces.push_back(token == nullptr ? piece : "«" + piece + "»");
  });
  EXPECT_EQ(end, text.size());
  return pieces;
}

AddedTokens tokens_of(std::vector<AddedToken> list) {
  AddedTokens tokens;
  for (AddedToken& token : list) tokens.add(std::move(token));
  return tokens;
}

TEST(AddedTokens, without_any_a_text_is_one_piece) {
  EXPECT_EQ(split(AddedTokens(), "a [X] b"), Pieces{"a [X] b"});
  EXPECT_EQ(split(AddedTokens(), ""), Pieces{});
}

TEST(AddedTokens, are_cut_out) {
  const AddedTokens tokens = tokens_of({{.content = "[X]"}});
  EXPECT_EQ(split(tokens, "a [X] b"), (Pieces{"a ", "«[X]»", " b"}));
  EXPECT_EQ(split(tokens, "[X]"), Pieces{"«[X]»"});
  EXPECT_EQ(split(tokens, "[X]b"), (Pieces{"«[X]»", "b"}));
  EXPECT_EQ(split(tokens, "a[X]"), (Pieces{"a", "«[X]»"}));
  EXPECT_EQ(split(tokens, "[[X]]"), (Pieces{"[", "«[X]»", "]"}));
  EXPECT_EQ(split(tokens, "[x] [X"), Pieces{"[x] [X"});
}

TEST(AddedTokens, neighbours_have_nothing_between) {
  const AddedTokens tokens = tokens_of({{.content = "[X]"}, {.content = "[Y]"}});
  EXPECT_EQ(split(tokens, "[X][Y][X]"), (Pieces{"«[X]»", "«[Y]»", "«[X]»"}));
}

TEST(AddedTokens, the_longest_counts) {
  for (bool longer_first : {false, true}) {
    AddedTokens tokens;
    tokens.add({.content = longer_first ? "abc" : "ab"});
    tokens.add({.content = longer_first ? "ab" : "abc"});
    EXPECT_EQ(split(tokens, "abcab"), (Pieces{"«abc»", "«ab»"}));
  }
}

TEST(AddedTokens, the_leftmost_counts_before_the_longest) {
  const AddedTokens tokens = tokens_of({{.content = "ab"}, {.content = "bcde"}});
  EXPECT_EQ(split(tokens, "abcde"), (Pieces{"«ab»", "cde"}));
}

TEST(AddedTokens, carry_their_id) {
  const AddedTokens tokens = tokens_of({{.content = "a", .id = 7}, {.content = "b", .id = 9}});
  std::vector<int32_t> ids;
  tokens.split("ba", [&](ByteSpan, const AddedToken* token) { ids.push_back(token->id); });
  EXPECT_EQ(ids, (std::vector<int32_t>{9, 7}));
}

TEST(AddedTokens, lstrip_takes_the_white_space_before) {
  const AddedTokens tokens = tokens_of({{.content = "[X]", .lstrip = true}});
  EXPECT_EQ(split(tokens, "a \t\n[X] b"), (Pieces{"a", "« \t\n[X]»", " b"}));
  EXPECT_EQ(split(tokens, "  [X]"), Pieces{"«  [X]»"});
  EXPECT_EQ(split(tokens, "[X]"), Pieces{"«[X]»"});
}

TEST(AddedTokens, rstrip_takes_the_white_space_after) {
  const AddedTokens tokens = tokens_of({{.content = "[X]", .rstrip = true}});
  EXPECT_EQ(split(tokens, "a [X] \r\n b"), (Pieces{"a ", "«[X] \r\n »", "b"}));
  EXPECT_EQ(split(tokens, "[X]  "), Pieces{"«[X]  »"});
}

TEST(AddedTokens, stripping_knows_the_white_space_of_unicode) {
  const AddedTokens tokens = tokens_of({{.content = "[X]", .lstrip = true, .rstrip = true}});
  EXPECT_EQ(split(tokens, "é\u00a0\u3000[X]\u2003\u0085é"),
            (Pieces{"é", "«\u00a0\u3000[X]\u2003\u0085»", "é"}));
  // A zero-width space does not count.
  EXPECT_EQ(split(tokens, "\u200b[X]"), (Pieces{"\u200b", "«[X]»"}));
}

TEST(AddedTokens, white_space_between_two_belongs_to_the_first_that_includes_it) {
  const AddedTokens tokens =
      tokens_of({{.content = "[X]", .rstrip = true}, {.content = "[Y]", .lstrip = true}});
  EXPECT_EQ(split(tokens, "[X]  [Y]"), (Pieces{"«[X]  »", "«[Y]»"}));
  EXPECT_EQ(split(tokens, "[Y]  [X]"), (Pieces{"«[Y]»", "  ", "«[X]»"}));
  EXPECT_EQ(split(tokens, "[Y]  [Y]"), (Pieces{"«[Y]»", "«  [Y]»"}));
}

TEST(AddedTokens, a_single_word_stands_alone) {
  const AddedTokens tokens = tokens_of({{.content = "cat", .single_word = true}});
  EXPECT_EQ(split(tokens, "a cat, cat."), (Pieces{"a ", "«cat»", ", ", "«cat»", "."}));
  EXPECT_EQ(split(tokens, "cat"), Pieces{"«cat»"});
  for (const char* text : {"cats", "bobcat", "cat_", "_cat", "cat1", "2cat", "écat", "cat日"}) {
    EXPECT_EQ(split(tokens, text), Pieces{text});
  }
  EXPECT_EQ(split(tokens, "cats cat"), (Pieces{"cats ", "«cat»"}));
  EXPECT_EQ(split(tokens, "(cat)€cat😀"), (Pieces{"(", "«cat»", ")€", "«cat»", "😀"}));
}

// The expectations come from npm tokenizers 0.23.2, whose regex has the same \\w.
TEST(AddedTokens, a_single_words_neighbours_are_word_characters_of_unicode) {
  const AddedTokens tokens = tokens_of({{.content = "cat", .single_word = true}});
  for (const char* neighbour : {"\u0301", "ⅷ", "Ⓐ", "‿", "٣", "\u200d"}) {
    const std::string text = std::string("cat") + neighbour;
    EXPECT_EQ(split(tokens, text), Pieces{text}) << text;
  }
  for (const char* neighbour : {"①", "²", "½", "\u200b"}) {
    const std::string text = std::string("cat") + neighbour;
    EXPECT_EQ(split(tokens, text), (Pieces{"«cat»", neighbour})) << text;
  }
}

TEST(AddedTokens, a_single_word_that_does_not_stand_alone_hides_shorter_ones) {
  // As in the reference, whose matcher has found the longest one already.
  const AddedTokens tokens = tokens_of({{.content = "cat", .single_word = true}, {.content = "c"}});
  EXPECT_EQ(split(tokens, "cats c"), (Pieces{"cats ", "«c»"}));
}

TEST(AddedTokens, tokens_that_are_not_normalized_take_precedence) {
  const AddedTokens tokens =
      tokens_of({{.content = "abcd", .normalized = true}, {.content = "bc", .normalized = false}});
  EXPECT_EQ(split(tokens, "abcd"), (Pieces{"a", "«bc»", "d"}));
  EXPECT_EQ(split(tokens, "abc abcd"), (Pieces{"a", "«bc»", " a", "«bc»", "d"}));
  const AddedTokens alike =
      tokens_of({{.content = "aab", .normalized = true}, {.content = "ab", .normalized = false}});
  EXPECT_EQ(split(alike, "aab"), (Pieces{"a", "«ab»"}));
  const AddedTokens apart =
      tokens_of({{.content = "[N]", .normalized = true}, {.content = "[X]", .normalized = false}});
  EXPECT_EQ(split(apart, "a[N]b[X]c[N]"), (Pieces{"a", "«[N]»", "b", "«[X]»", "c", "«[N]»"}));
}

TEST(AddedTokens, a_normalized_one_strips_no_further_than_the_token_before) {
  const AddedTokens tokens = tokens_of({{.content = "[N]", .lstrip = true, .normalized = true},
                                        {.content = "[X]", .normalized = false}});
  EXPECT_EQ(split(tokens, "[X]  [N]"), (Pieces{"«[X]»", "«  [N]»"}));
  EXPECT_EQ(split(tokens, "[X][N]"), (Pieces{"«[X]»", "«[N]»"}));
}

TEST(AddedTokens, a_later_one_replaces_an_earlier_one_of_the_same_content) {
  const AddedTokens tokens =
      tokens_of({{.content = "[X]", .id = 1}, {.content = "[X]", .id = 2, .lstrip = true}});
  ASSERT_EQ(tokens.all().size(), 1u);
  EXPECT_EQ(tokens.all()[0].id, 2);
  EXPECT_EQ(split(tokens, "a [X]"), (Pieces{"a", "« [X]»"}));
}

TEST(AddedTokens, an_empty_content_is_left_out) {
  const AddedTokens tokens = tokens_of({{.content = ""}});
  EXPECT_TRUE(tokens.all().empty());
  EXPECT_EQ(split(tokens, "ab"), Pieces{"ab"});
}

TEST(AddedTokens, a_longer_one_of_the_other_pass_hides_none) {
  const AddedTokens tokens =
      tokens_of({{.content = "ab", .normalized = false}, {.content = "abc", .normalized = true}});
  EXPECT_EQ(split(tokens, "abc"), (Pieces{"«ab»", "c"}));
}

TEST(AddedTokens, one_that_is_replaced_may_change_the_pass) {
  AddedTokens tokens = tokens_of({{.content = "ab", .normalized = false}, {.content = "bc"}});
  tokens.add({.content = "ab", .normalized = true});
  EXPECT_EQ(split(tokens, "abc"), (Pieces{"a", "«bc»"}));
}

TEST(AddedTokens, are_found_among_many) {
  AddedTokens tokens;
  for (int i = 0; i < 2000; ++i) tokens.add({.content = "<" + std::to_string(i) + ">", .id = i});
  EXPECT_EQ(tokens.all().size(), 2000u);
  for (int i = 0; i < 2000; ++i) {
    EXPECT_EQ(tokens.all()[static_cast<size_t>(i)].id, i);
    const std::string name = "<" + std::to_string(i) + ">";
    ASSERT_EQ(split(tokens, "<" + name + "1>"), (Pieces{"<", "«" + name + "»", "1>"}));
  }
  EXPECT_EQ(split(tokens, "<2000><1999"), Pieces{"<2000><1999"});
}

TEST(AddedTokens, invalid_bytes_are_passed_over) {
  const AddedTokens tokens =
      tokens_of({{.content = "[X]", .single_word = true, .lstrip = true, .rstrip = true}});
  EXPECT_EQ(split(tokens, "\xff [X] \x80\xe3\x80"), (Pieces{"\xff", "« [X] »", "\x80\xe3\x80"}));
  EXPECT_EQ(split(tokens, "\xe3\x80[X]\xe3\x80"), (Pieces{"\xe3\x80", "«[X]»", "\xe3\x80"}));
}

}  // namespace
}  // namespace deberta
