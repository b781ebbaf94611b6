// Small files and long texts do not cost much time or memory, whatever they contain.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <limits>
#include <map>
#include <random>

#include "expect_error.h"
#include "fixtures.h"
#include "tasks/gliner_words.h"
#include "text/tiny_tokenizer.h"
#include "text/tiny_unigram.h"
#include "text/tiny_wordpiece.h"

namespace deberta {
namespace {

using namespace testing;  // kNoSharedFolder
using nlohmann::json;

constexpr double kMostGrowth = 30;

// The processor's time of work(8 n) in that of work(n): 8 for linear work, 64 for quadratic work.
// The best of several, because a machine may be busy: in WebAssembly the clock does not stop while
// others run, so that what looks quadratic is measured again.
double growth(const std::function<void(int)>& work, int n) {
  const auto best = [&](int size) {
    std::clock_t shortest = 0;
    for (int i = 0; i < 3; ++i) {
      const std::clock_t begin = std::clock();
      work(size);
      const std::clock_t taken = std::clock() - begin;
      if (i == 0 || taken < shortest) shortest = taken;
    }
    return static_cast<double>(shortest);
  };
  // In WebAssembly the clock goes by milliseconds. Quadratic work takes hundreds of them.
  constexpr double kTwoMilliseconds = CLOCKS_PER_SEC / 500.0;
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 3 && least >= kMostGrowth; ++i) {
    least = std::min(least, best(8 * n) / std::max(kTwoMilliseconds, best(n)));
  }
  return least;
}

std::string name_of(int i) { return "t" + std::to_string(i); }

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

// --- files

TEST(TokenizerCosts, added_tokens_are_read_in_linear_time) {
  const auto in_json = [](int count) {
    tiny_tokenizer([&](json& document) {
      for (int i = 0; i < count; ++i) {
        document["added_tokens"].push_back({{"id", kTinySize + i}, {"content", name_of(i)}});
      }
    });
  };
  EXPECT_LT(growth(in_json, 2000), kMostGrowth);
  const auto in_settings = [](int count) {
    json config, added;
    for (int i = 0; i < count; ++i) {
      config["added_tokens_decoder"][std::to_string(kTinySize + i)] = {{"content", name_of(i)}};
      config["additional_special_tokens"].push_back(name_of(i));
    }
    EXPECT_EQ(tiny_tokenizer([](json&) {}, config.dump()).special_ids().size(), count + 5u);
  };
  EXPECT_LT(growth(in_settings, 2000), kMostGrowth);
  const auto in_older_files = [](int count) {
    json added, map;
    for (int i = 0; i < count; ++i) {
      added[name_of(i)] = static_cast<int>(tiny_words().size()) + i;
      map["additional_special_tokens"].push_back(name_of(i));
    }
    const std::string vocab = tiny_vocab_txt(), tokens = added.dump(), special = map.dump();
    TokenizerFiles files;
    files.vocab_txt = vocab;
    files.added_tokens_json = tokens;
    files.special_tokens_map_json = special;
    load_tokenizer(files);
  };
  EXPECT_LT(growth(in_older_files, 2000), kMostGrowth);
}

TEST(TokenizerCosts, vocabularies_are_read_in_linear_time) {
  const auto vocab_json = [](int count) {
    json vocab = tiny_vocab();
    std::string merges = tiny_merges_txt();
    for (int i = 0; i < count; ++i) {
      const std::string token = (i == 0 ? "h" : "h" + name_of(i));
      vocab.emplace(token, kTinySize + i);
      vocab.emplace("h" + token, kTinySize + count + i);
      merges += "h " + token + "\n";
    }
    const std::string text = vocab.dump();
    load_tokenizer({"", text, merges, "", "", ""});
  };
  EXPECT_LT(growth(vocab_json, 2000), kMostGrowth);
  const auto vocab_txt = [](int count) {
    std::string vocab = tiny_vocab_txt();
    for (int i = 0; i < count; ++i) vocab += (i % 2 == 0 ? "" : "##") + name_of(i) + "\n";
    TokenizerFiles files;
    files.vocab_txt = vocab;
    load_tokenizer(files);
  };
  EXPECT_LT(growth(vocab_txt, 4000), kMostGrowth);
  const auto spm = [](int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) names.push_back(name_of(i));
    SpmModel model;
    model.pieces.push_back({"[UNK]", 0, Unigram::Kind::kUnknown});
    for (const std::string& name : names) {
      model.pieces.push_back({name, -1, Unigram::Kind::kNormal});
    }
    const std::string file = write_spm_model(model);
    TokenizerFiles files;
    files.spm_model = file;
    load_tokenizer(files);
  };
  EXPECT_LT(growth(spm, 4000), kMostGrowth);
}

TEST(TokenizerCosts, an_id_far_beyond_the_number_of_tokens_is_refused) {
  TokenizerFiles files;
  files.vocab_json = R"({"a": 16777215})";
  files.merges_txt = "#version: 0.2\n";
  EXPECT_ERROR(kVocab, "id 16777215 is too large for 1 tokens", load_tokenizer(files));
  EXPECT_ERROR(kVocab, "id 16777215 is too large for 272 tokens",
               tiny_tokenizer([](json& document) {
                 document["added_tokens"].push_back({{"id", 16777215}, {"content", "far"}});
               }));
  const std::string folder = shared_path("reports/fuzz/09-vocabulary-large-id/");
  if (folder.empty()) GTEST_SKIP() << kNoSharedFolder;
  const std::string vocab = read_file(folder + "vocab.json"),
                    merges = read_file(folder + "merges.txt");
  EXPECT_ERROR(kVocab, "is too large for", load_tokenizer({"", vocab, merges, "", "", ""}));
}

TEST(TokenizerCosts, ids_may_have_gaps) {
  EXPECT_EQ(Vocab({{"a", 1000000}}).size(), 1000001);
  std::vector<Vocab::Entry> entries;
  for (int32_t i = 0; i < 100000; ++i) entries.push_back({name_of(i), 15 * i});
  EXPECT_EQ(Vocab(entries).size(), 15 * 99999 + 1);
}

TEST(TokenizerCosts, a_template_of_many_tokens_is_refused) {
  const auto with = [](int mentions, int ids) {
    return [=](json& document) {
      json& processor = document["post_processor"];
      processor["special_tokens"]["[CLS]"]["ids"] = json::array();
      for (int i = 0; i < ids; ++i) processor["special_tokens"]["[CLS]"]["ids"].push_back(1);
      processor["single"] = json::array({{{"Sequence", {{"id", "A"}}}}});
      for (int i = 0; i < mentions; ++i) {
        processor["single"].push_back({{"SpecialToken", {{"id", "[CLS]"}}}});
      }
    };
  };
  EXPECT_EQ(tiny_tokenizer(with(20, 20)).num_special_tokens_to_add(false), 400);
  EXPECT_ERROR(kTokenizerJson, "a template of more than 4096 tokens",
               tiny_tokenizer(with(1000, 1000)));
}

TEST(TokenizerCosts, tokens_that_are_as_long_as_texts_are_refused) {
  const std::string most(1024, 'a'), more = most + "a";
  TokenizerFiles files;
  const std::string fits = tiny_vocab_txt() + most + "\n", exceeds = tiny_vocab_txt() + more + "\n";
  files.vocab_txt = fits;
  load_tokenizer(files);
  files.vocab_txt = exceeds;
  EXPECT_ERROR(kVocab, "a token of 1025 bytes, expected at most 1024", load_tokenizer(files));
  const auto add = [](const std::string& content) {
    return [=](json& document) {
      document["added_tokens"].push_back({{"id", kTinySize}, {"content", content}});
    };
  };
  tiny_tokenizer(add(most));
  EXPECT_ERROR(kTokenizerUnsupported, "an added token of 1025 bytes, expected at most 1024",
               tiny_tokenizer(add(more)));
}

TEST(TokenizerCosts, a_charsmap_that_leads_back_to_itself_is_refused) {
  std::string blob = make_charsmap({{"ab", "x"}});
  // The unit after "ab" leads to the children of the root.
  const auto put = [&](uint32_t unit, uint32_t value) {
    for (size_t i = 0; i < 4; ++i) blob[4 + unit * 4 + i] = static_cast<char>(value >> 8 * i);
  };
  constexpr uint32_t kRoot = 256, kAfterA = 512;
  const uint32_t a = kRoot ^ 'a', b = kAfterA ^ 'b';
  put(a, 'a' | (a ^ kAfterA) << 10);
  put(b, 'b' | (b ^ kRoot) << 10);
  EXPECT_ERROR(kSpmModel, "its trie leads back to itself", PrecompiledCharsmap{blob});
  EXPECT_ERROR(kSpmModel, "a key of more than 1024 bytes",
               PrecompiledCharsmap{make_charsmap({{std::string(1025, 'a'), "x"}})});
  EXPECT_EQ(PrecompiledCharsmap(make_charsmap({{std::string(1024, 'a'), "x"}}))
                .longest(std::string(2000, 'a'))
                ->bytes,
            1024u);
  const std::string shared = shared_path("reports/fuzz/10-charsmap-cycle/spm.model");
  if (shared.empty()) GTEST_SKIP() << kNoSharedFolder;
  const std::string spm = read_file(shared);
  TokenizerFiles files;
  files.spm_model = spm;
  EXPECT_ERROR(kSpmModel, "its trie leads back to itself",
               load_tokenizer(files, {.add_prefix_space = {}, .use_fast = false}));
}

// --- texts

std::vector<Tokenizer> tokenizers() {
  std::vector<Tokenizer> all;
  const auto added = [](json& document) {
    document["added_tokens"].push_back(
        {{"id", kTinySize}, {"content", "aaaaaaaab"}, {"lstrip", true}, {"rstrip", true}});
  };
  all.push_back(tiny_tokenizer(added));
  for (bool fast : {true, false}) {
    all.push_back(tiny_unigram(fast));
    all.push_back(tiny_wordpiece("", fast));
    all.push_back(tiny_wordpiece(R"({"strip_accents": false})", fast));
  }
  return all;
}

TEST(TokenizerCosts, texts_are_split_in_linear_time) {
  const std::vector<Tokenizer> all = tokenizers();
  for (const char* part : {"a", "hello", " ", "\n \t", "中", "e\u0301", "\u0301", "\u0301\u0323",
                           "…", "가", "\u1100\u1161", "\xff", "'s", "a[MASK]", "👩\u200d", "🇩🇪"}) {
    for (size_t i = 0; i < all.size(); ++i) {
      const double ratio =
          growth([&](int count) { all[i].encode(repeated(part, count), {}); }, 4000);
      EXPECT_LT(ratio, kMostGrowth) << part << ", tokenizer " << i;
    }
  }
}

// The reference's expression is quadratic for addresses that are none.
TEST(TokenizerCosts, words_of_gliner2_are_found_in_linear_time) {
  for (const char* part : {"a.", "a@", "a.b@", "%", "www", "http:", "a-", ".", "\u0130."}) {
    for (const char* after : {"", "@", "@b.c!"}) {
      const auto split = [&](int count) {
        EXPECT_FALSE(gliner2_words(repeated(part, count) + after + repeated(part, count)).empty());
      };
      EXPECT_LT(growth(split, 4000), kMostGrowth) << part << after;
    }
  }
}

TEST(TextsOfAnyBytes, have_spans_in_order_and_inside_the_text) {
  const std::vector<Tokenizer> all = tokenizers();
  constexpr std::string_view kBytes("a \t\x80\xbf\xc3\xa9\xe2\x96\x81\xf0\x9f\x98\x80\xff\0.", 18);
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (uint32_t left = random() % 12; left > 0; --left) {
      text += round % 2 == 0 ? kBytes[random() % kBytes.size()] : static_cast<char>(random());
    }
    const Encoding encoding = all[static_cast<size_t>(round / 2) % all.size()].encode(
        text, {.add_special_tokens = false});
    for (const ByteSpan& span : encoding.offsets) {
      ASSERT_LE(span.begin, span.end) << ::testing::PrintToString(text);
      ASSERT_LE(span.end, text.size()) << ::testing::PrintToString(text);
    }
  }
}

}  // namespace
}  // namespace deberta
