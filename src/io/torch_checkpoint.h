// pytorch_model.bin: a state dictionary written by torch.save, read as its bytes arrive. At most
// the pickle's values and the needed part of one storage are in memory.
#ifndef DEBERTA_IO_TORCH_CHECKPOINT_H_
#define DEBERTA_IO_TORCH_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/pickle.h"
#include "io/state_dict.h"
#include "io/storage_stream.h"
#include "io/tensor_sink.h"
#include "io/zip_entries.h"

namespace deberta {

// Push parsers: write() the file's bytes in order, in pieces of any size, then finish(). They throw
// kPtTruncated, kPtPickle, kPtOpcode, kPtGlobal, kPtTensor, and what the sink throws; they are
// unusable afterwards.

// The format since torch 1.6: a zip file (also throws kPtZip).
//
//   <folder>/data.pkl   the pickle; storages are known by their keys
//   <folder>/byteorder  "little", since torch 2.1
//   <folder>/data/<key> a storage's bytes
//   <folder>/version, .format_version, .data/serialization_id, …
class TorchZipReader : private ZipEntrySink {
 public:
  // Borrows the sink.
  explicit TorchZipReader(TensorSink& sink)
      : sink_(sink), pickle_(state_dict_globals()), storage_(sink), entries_(*this) {}
  TorchZipReader(const TorchZipReader&) = delete;
  TorchZipReader& operator=(const TorchZipReader&) = delete;

  void write(std::span<const std::byte> bytes) { entries_.write(bytes); }
  void finish() { entries_.finish(); }

 private:
  enum class Entry { kOther, kPickle, kByteOrder, kStorage };

  std::optional<uint64_t> on_entry(const std::string& name, std::optional<uint64_t> size) override;
  std::optional<uint64_t> on_storage(const std::string& name, std::optional<uint64_t> size);
  void on_content(std::span<const std::byte> bytes) override;
  void on_entry_end() override;
  void on_directory() override;

  TensorSink& sink_;
  Entry entry_ = Entry::kOther;
  std::optional<PickleReader> pickle_;  // until it is complete
  std::optional<StateDict> dict_;       // after
  std::vector<bool> seen_;              // of the storages
  StorageStream storage_;
  std::string byte_order_;
  ZipEntries entries_;
};

// The format before torch 1.6: pickles, one after the other, then the storages.
//
//   magic | version | system | the dictionary | keys | (i64 elements | bytes)*, in the keys' order
class TorchLegacyReader {
 public:
  // Borrows the sink.
  explicit TorchLegacyReader(TensorSink& sink) : sink_(sink), storage_(sink) { next_pickle(); }
  TorchLegacyReader(const TorchLegacyReader&) = delete;
  TorchLegacyReader& operator=(const TorchLegacyReader&) = delete;

  void write(std::span<const std::byte> bytes);
  void finish();

 private:
  enum class Stage { kMagic, kVersion, kSystem, kDict, kKeys, kCount, kStorage, kEnd };

  size_t consume(std::span<const std::byte> bytes);
  void next_pickle();
  void read_pickle();
  void read_keys();
  void next_storage();
  void begin_storage();

  TensorSink& sink_;
  Stage stage_ = Stage::kMagic;
  uint64_t position_ = 0;  // in the file
  std::optional<PickleReader> pickle_;
  StateDict dict_;
  std::vector<size_t> order_;  // storages, in the file's order
  size_t current_ = 0;         // in order_
  std::string count_;          // 8 bytes, as far as they have arrived
  uint64_t left_ = 0;          // bytes of the storage that have not arrived
  StorageStream storage_;
};

}  // namespace deberta

#endif  // DEBERTA_IO_TORCH_CHECKPOINT_H_
