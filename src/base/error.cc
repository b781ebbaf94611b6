#include "base/error.h"

namespace deberta {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kConfigJson:
      return "CONFIG_JSON";
    case ErrorCode::kConfigValue:
      return "CONFIG_VALUE";
    case ErrorCode::kConfigUnsupported:
      return "CONFIG_UNSUPPORTED";
    case ErrorCode::kSafetensorsTruncated:
      return "SAFETENSORS_TRUNCATED";
    case ErrorCode::kSafetensorsHeader:
      return "SAFETENSORS_HEADER";
    case ErrorCode::kSafetensorsHeaderSize:
      return "SAFETENSORS_HEADER_SIZE";
    case ErrorCode::kTensorMissing:
      return "TENSOR_MISSING";
    case ErrorCode::kTensorShape:
      return "TENSOR_SHAPE";
    case ErrorCode::kTensorDtype:
      return "TENSOR_DTYPE";
    case ErrorCode::kTensorUnexpected:
      return "TENSOR_UNEXPECTED";
    case ErrorCode::kTensorRange:
      return "TENSOR_RANGE";
    case ErrorCode::kVocab:
      return "VOCAB";
    case ErrorCode::kMerges:
      return "MERGES";
    case ErrorCode::kSpmModel:
      return "SPM_MODEL";
    case ErrorCode::kTokenizerJson:
      return "TOKENIZER_JSON";
    case ErrorCode::kTokenizerUnsupported:
      return "TOKENIZER_UNSUPPORTED";
    case ErrorCode::kInput:
      return "INPUT";
    case ErrorCode::kState:
      return "STATE";
    case ErrorCode::kOutOfMemory:
      return "OUT_OF_MEMORY";
    case ErrorCode::kNotACheckpoint:
      return "NOT_A_CHECKPOINT";
    case ErrorCode::kPtZip:
      return "PT_ZIP";
    case ErrorCode::kPtTruncated:
      return "PT_TRUNCATED";
    case ErrorCode::kPtPickle:
      return "PT_PICKLE";
    case ErrorCode::kPtOpcode:
      return "PT_OPCODE";
    case ErrorCode::kPtGlobal:
      return "PT_GLOBAL";
    case ErrorCode::kPtTensor:
      return "PT_TENSOR";
    case ErrorCode::kShardIndex:
      return "SHARD_INDEX";
  }
  return "UNKNOWN";
}

void Error::set_file(std::string_view file) {
  const bool has_one =
      code_ != ErrorCode::kInput && code_ != ErrorCode::kState && code_ != ErrorCode::kOutOfMemory;
  if (has_one && file_.empty()) file_ = file;
}

}  // namespace deberta
