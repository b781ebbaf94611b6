#include "text/files/spm_model.h"

#include "base/error.h"
#include "text/files/protobuf.h"
#include "text/models/vocab.h"

namespace deberta {
namespace {

// sentencepiece_model.proto.
namespace model_field {
constexpr uint32_t kPiece = 1, kTrainer = 2, kNormalizer = 3;
}
namespace piece_field {
constexpr uint32_t kPiece = 1, kScore = 2, kType = 3;
}
namespace trainer_field {
constexpr uint32_t kModelType = 3, kByteFallback = 35, kUnknownId = 40;
}
namespace normalizer_field {
constexpr uint32_t kName = 1, kCharsmap = 2, kAddDummyPrefix = 3, kRemoveExtraWhitespaces = 4,
                   kEscapeWhitespaces = 5;
}
constexpr uint64_t kUnigramType = 1;

[[noreturn]] void fail(const std::string& fact) {
  throw Error(ErrorCode::kSpmModel, "spm.model: " + fact);
}

Unigram::Entry parse_piece(std::string_view message) {
  Unigram::Entry entry{"", 0, Unigram::Kind::kNormal};
  for (ProtobufReader reader(message); reader.next();) {
    switch (reader.field()) {
      case piece_field::kPiece:
        entry.piece = reader.bytes();
        break;
      case piece_field::kScore:
        entry.score = static_cast<double>(reader.float32());
        break;
      case piece_field::kType:
        if (reader.varint() < 1 || reader.varint() > 6) fail("a piece of an unknown type");
        entry.kind = static_cast<Unigram::Kind>(reader.varint());
        break;
    }
  }
  return entry;
}

void parse_trainer(std::string_view message, SpmModel& model) {
  for (ProtobufReader reader(message); reader.next();) {
    switch (reader.field()) {
      case trainer_field::kModelType:
        if (reader.varint() == kUnigramType) break;
        throw Error(ErrorCode::kTokenizerUnsupported, "spm.model: expected a unigram model");
      case trainer_field::kByteFallback:
        model.byte_fallback = reader.varint() != 0;
        break;
      case trainer_field::kUnknownId:
        if (reader.varint() >= Vocab::kMaxTokens) fail("unk_id is out of range");
        model.unknown_id = static_cast<int32_t>(reader.varint());
        break;
    }
  }
}

void parse_normalizer(std::string_view message, SpmModel& model) {
  for (ProtobufReader reader(message); reader.next();) {
    switch (reader.field()) {
      case normalizer_field::kCharsmap:
        model.charsmap = reader.bytes();
        break;
      case normalizer_field::kAddDummyPrefix:
        model.add_dummy_prefix = reader.varint() != 0;
        break;
      case normalizer_field::kRemoveExtraWhitespaces:
        model.remove_extra_whitespaces = reader.varint() != 0;
        break;
      case normalizer_field::kEscapeWhitespaces:
        model.escape_whitespaces = reader.varint() != 0;
        break;
    }
  }
}

std::string write_piece(const Unigram::Entry& entry) {
  std::string message;
  put_bytes(piece_field::kPiece, entry.piece, message);
  put_float32(piece_field::kScore, static_cast<float>(entry.score), message);
  if (entry.kind != Unigram::Kind::kNormal) {
    put_varint(piece_field::kType, static_cast<uint64_t>(entry.kind), message);
  }
  return message;
}

}  // namespace

SpmModel parse_spm_model(std::string_view file) {
  SpmModel model;
  for (ProtobufReader reader(file); reader.next();) {
    switch (reader.field()) {
      case model_field::kPiece:
        if (model.pieces.size() >= static_cast<size_t>(Vocab::kMaxTokens)) fail("too many pieces");
        model.pieces.push_back(parse_piece(reader.bytes()));
        break;
      case model_field::kTrainer:
        parse_trainer(reader.bytes(), model);
        break;
      case model_field::kNormalizer:
        parse_normalizer(reader.bytes(), model);
        break;
    }
  }
  if (model.pieces.empty()) fail("expected at least 1 piece, found 0");
  return model;
}

std::string write_spm_model(const SpmModel& model) {
  std::string file, trainer, normalizer;
  for (const Unigram::Entry& entry : model.pieces) {
    put_bytes(model_field::kPiece, write_piece(entry), file);
  }
  put_varint(trainer_field::kModelType, kUnigramType, trainer);
  put_varint(trainer_field::kByteFallback, model.byte_fallback, trainer);
  put_varint(trainer_field::kUnknownId, static_cast<uint64_t>(model.unknown_id), trainer);
  put_bytes(model_field::kTrainer, trainer, file);
  put_bytes(normalizer_field::kName, "custom", normalizer);
  put_bytes(normalizer_field::kCharsmap, model.charsmap, normalizer);
  put_varint(normalizer_field::kAddDummyPrefix, model.add_dummy_prefix, normalizer);
  put_varint(normalizer_field::kRemoveExtraWhitespaces, model.remove_extra_whitespaces, normalizer);
  put_varint(normalizer_field::kEscapeWhitespaces, model.escape_whitespaces, normalizer);
  put_bytes(model_field::kNormalizer, normalizer, file);
  return file;
}

}  // namespace deberta
