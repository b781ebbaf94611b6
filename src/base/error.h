// The one exception type of the library.
#ifndef DEBERTA_BASE_ERROR_H_
#define DEBERTA_BASE_ERROR_H_

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace deberta {

// The kind of error. Its name (see `name_of`) is the `code` that JavaScript sees, so a value here
// is never renamed; docs/errors.md lists them with their meaning.
enum class ErrorCode {
  kConfigJson,             // config.json is not JSON, or nests deeper than the cap
  kConfigValue,            // a field has an impossible value
  kConfigUnsupported,      // a valid Hugging Face option that this library does not support
  kSafetensorsTruncated,   // the file ends before its header or a tensor does
  kSafetensorsHeader,      // the header violates the format
  kSafetensorsHeaderSize,  // the header's length exceeds the cap or the file
  kTensorMissing,          // the model needs a tensor that the checkpoint lacks
  kTensorShape,            // a tensor's shape differs from the config's
  kTensorDtype,            // a tensor's element type cannot be used here
  kTensorUnexpected,       // the checkpoint holds a tensor that no layer knows
  kTensorRange,            // values are too large for the requested element type
  kVocab,                  // vocab.json or vocab.txt is malformed
  kMerges,                 // merges.txt is malformed or does not fit the vocabulary
  kSpmModel,               // spm.model, or a charsmap like the one in it, is malformed
  kTokenizerJson,          // tokenizer.json or one of its companions is malformed
  kTokenizerUnsupported,   // a kind of tokenizer that this library does not support
  kInput,                  // an argument of a call is out of range
  kState,                  // a call that the object's state does not allow
  kOutOfMemory,            // an allocation failed
  kNotACheckpoint,         // the file is of another kind: a web page, a Git LFS pointer
  kPtZip,        // pytorch_model.bin: its zip container is malformed or not stored plainly
  kPtTruncated,  // pytorch_model.bin: the file ends too early
  kPtPickle,     // pytorch_model.bin: its pickle is malformed, too large, or not a state dict
  kPtOpcode,     // pytorch_model.bin: its pickle has an opcode that weights do not need
  kPtGlobal,     // pytorch_model.bin: its pickle names a function or class that is refused
  kPtTensor,     // pytorch_model.bin: a tensor exceeds its storage, or a storage the file
  kShardIndex,   // the index of a checkpoint of several files is malformed
};

// "CONFIG_JSON", "TENSOR_SHAPE", …
const char* name_of(ErrorCode code);

// Thrown only while loading and while validating a call's arguments; a forward pass does not throw.
// The message says what was expected and what was found, and never the user's text.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, std::string_view file = "")
      : code_(code), message_(std::move(message)), file_(file) {}

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  // The model's file that caused the error; "" where no file did.
  const std::string& file() const { return file_; }
  const char* what() const noexcept override { return message_.c_str(); }

  // Sets the file of a reader's error. An error that has a file keeps it; kInput, kState and
  // kOutOfMemory never have one.
  void set_file(std::string_view file);

 private:
  ErrorCode code_;
  std::string message_;
  std::string file_;
};

// Returns what `read` returns; errors that it throws get `file` as their file.
template <class F>
auto in_file(std::string_view file, F&& read) {
  try {
    return read();
  } catch (Error& error) {
    error.set_file(file);
    throw;
  }
}

}  // namespace deberta

#endif  // DEBERTA_BASE_ERROR_H_
