// spm.model, and possible errors in it.
#include "text/files/spm_model.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"
#include "expect_error.h"
#include "text/files/protobuf.h"
#include "text/files/save_vocabulary.h"
#include "text/normalizers/precompiled_charsmap.h"
#include "text/tiny_unigram.h"

namespace deberta {
namespace {

using testing::tiny_charsmap;
using testing::tiny_spm_model;

Tokenizer read(std::string_view spm, bool use_fast = true) {
  TokenizerFiles files;
  files.spm_model = spm;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

TEST(SpmModel, reads_a_written_model) {
  const std::string file = tiny_spm_model();
  EXPECT_EQ(write_spm_model(parse_spm_model(file)), file);
  EXPECT_EQ(save_vocabulary(testing::tiny_unigram().parts()).spm_model, file);
}

TEST(SpmModel, a_file_of_a_part_is_refused_or_has_fewer_pieces) {
  const std::string file = tiny_spm_model();
  for (size_t size = 0; size < file.size(); size += size < 5000 ? 1 : 97) {
    try {
      read(std::string_view(file).substr(0, size));
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::kSpmModel || error.code() == ErrorCode::kVocab)
          << error.message();
    }
  }
}

TEST(SpmModel, a_file_with_wrong_bytes_is_refused_or_read) {
  std::mt19937 random(11);
  const std::string file = tiny_spm_model();
  for (int round = 0; round < 4000; ++round) {
    std::string damaged = file;
    for (int i = 0; i < 3; ++i) {
      // Pieces and settings are more likely to matter than the charsmap between them.
      const size_t near = random() % 2 ? random() % 6000 : random() % file.size();
      damaged[near] = static_cast<char>(random());
    }
    try {
      const Tokenizer tokenizer = read(damaged, round % 2);
      tokenizer.encode("hello \uFB01 e\u0301\u00ad… \t x", {});
    } catch (const Error& error) {
      EXPECT_FALSE(error.message().empty());
    }
  }
}

TEST(SpmModel, other_files_than_a_model_are_refused) {
  EXPECT_ERROR(kSpmModel, "expected at least 1 piece", read(std::string_view("\x12\x00", 2)));
  EXPECT_ERROR(kSpmModel, "ends too early", read("\x0a\x7f"));
  EXPECT_ERROR(kSpmModel, "unknown type", read("\x0b"));
  EXPECT_ERROR(kSpmModel, "number is out of range", read(std::string_view("\x02\x00", 2)));
  EXPECT_ERROR(kSpmModel, "exceeds 64 bits", read("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"));
  EXPECT_ERROR(kSpmModel, "expected a field of bytes", read(std::string_view("\x08\x00", 2)));
  EXPECT_ERROR(kSpmModel, "", read("<!DOCTYPE html>"));
}

SpmModel tiny(std::vector<Unigram::Entry> pieces) {
  SpmModel model;
  model.pieces = std::move(pieces);
  return model;
}

TEST(SpmModel, unsupported_models_are_refused_by_name) {
  using Kind = Unigram::Kind;
  std::string bpe = tiny_spm_model(), trainer;
  put_varint(3, 2, trainer);
  put_bytes(2, trainer, bpe);
  EXPECT_ERROR(kTokenizerUnsupported, "expected a unigram model", read(bpe));
  SpmModel model = tiny({{"[UNK]", 0, Kind::kUnknown}, {"<x>", 0, Kind::kUserDefined}});
  EXPECT_ERROR(kTokenizerUnsupported, "user-defined", read(write_spm_model(model), false));
  EXPECT_EQ(read(write_spm_model(model)).encode("a<x>", {}).ids.size(), 4u);
  model.pieces.pop_back();
  model.remove_extra_whitespaces = false;
  EXPECT_ERROR(kTokenizerUnsupported, "white space", read(write_spm_model(model), false));
  for (const char* name : {"do_lower_case", "split_by_punct"}) {
    EXPECT_ERROR(kTokenizerUnsupported, name,
                 testing::tiny_unigram(true, std::string("{\"") + name + "\": true}"));
  }
}

TEST(SpmModel, impossible_pieces_are_refused) {
  using Kind = Unigram::Kind;
  const Unigram::Entry unknown{"[UNK]", 0, Kind::kUnknown};
  SpmModel model = tiny({unknown, {"a", 0, Kind::kNormal}, {"a", 0, Kind::kNormal}});
  EXPECT_ERROR(kVocab, "twice", read(write_spm_model(model)));
  model = tiny({unknown, {"<0xZZ>", 0, Kind::kByte}});
  EXPECT_ERROR(kVocab, "piece 1: expected a byte piece", read(write_spm_model(model)));
  model = tiny({unknown, {"<0x41>", 0, Kind::kByte}});
  model.byte_fallback = true;
  EXPECT_ERROR(kVocab, "expected 256 byte pieces, got 1", read(write_spm_model(model), false));
  model.unknown_id = 9;
  EXPECT_ERROR(kVocab, "unk_id is 9", read(write_spm_model(model)));
}

// --- the charsmap

TEST(PrecompiledCharsmap, finds_the_shortest_and_the_longest_key) {
  const PrecompiledCharsmap map(
      testing::make_charsmap({{"a", "1"}, {"ab", "22"}, {"abc", ""}, {"x", "y"}}));
  EXPECT_EQ(map.shortest("abcd")->replacement, "1");
  EXPECT_EQ(map.shortest("abcd")->bytes, 1u);
  EXPECT_EQ(map.longest("abd")->replacement, "22");
  EXPECT_EQ(map.longest("abcd")->replacement, "");
  EXPECT_EQ(map.longest("abcd")->bytes, 3u);
  EXPECT_FALSE(map.longest("b"));
  EXPECT_FALSE(map.shortest(""));
  EXPECT_FALSE(PrecompiledCharsmap().longest("a"));
  EXPECT_EQ(map.blob(),
            testing::make_charsmap({{"a", "1"}, {"ab", "22"}, {"abc", ""}, {"x", "y"}}));
}

TEST(PrecompiledCharsmap, a_table_that_leads_out_of_itself_is_refused) {
  const std::string good = tiny_charsmap();
  const auto refused = [&](const char* part, const std::string& blob) {
    EXPECT_ERROR(kSpmModel, part, PrecompiledCharsmap{blob});
  };
  refused("expected at least 4 bytes, got 3", good.substr(0, 3));
  refused("a trie of", good.substr(0, 1000));
  std::string blob = good;
  blob[0] = 4;
  refused("a trie of", blob);
  blob = good;
  blob[7] = '\x7f';  // the root's offset
  refused("unit 0 leads out of the table", blob);
  blob = good + "\xff";
  refused("not UTF-8", blob);
  refused("a replacement of 2000 bytes", good + std::string(2000, 'a'));
}

TEST(PrecompiledCharsmap, a_table_of_any_bytes_is_refused_or_can_be_used) {
  std::mt19937 random(5);
  const std::string good = tiny_charsmap();
  size_t used = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string blob = good;
    for (int i = 0; i < 4; ++i)
      blob[4 + random() % (blob.size() - 4)] = static_cast<char>(random());
    try {
      const PrecompiledCharsmap map(blob);
      ++used;
      for (const char* text : {"\t", "e\u0301x", "\uFB01", "…", "\u00ad\xff"}) {
        map.shortest(text);
        map.longest(text);
      }
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kSpmModel);
    }
  }
  EXPECT_GT(used, 0u);
}

}  // namespace
}  // namespace deberta
