#include <string_view>

#include "base/error.h"
#include "io/torch_checkpoint.h"

namespace deberta {
namespace {

[[noreturn]] void bad_zip(const std::string& fact) {
  throw Error(ErrorCode::kPtZip, "zip file: " + fact);
}

}  // namespace

std::optional<uint64_t> TorchZipReader::on_entry(const std::string& name,
                                                 std::optional<uint64_t> size) {
  entry_ = Entry::kOther;
  const size_t slash = name.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string_view path = std::string_view(name).substr(slash + 1);
  if (path == "data.pkl") {
    if (!pickle_ || pickle_->size() != 0) bad_zip("a second entry '" + name + "'");
    entry_ = Entry::kPickle;
  } else if (path == "byteorder") {
    entry_ = Entry::kByteOrder;
    byte_order_.clear();
  } else if (path.starts_with("data/") && path.size() > 5) {
    return on_storage(name, size);
  }
  return std::nullopt;
}

std::optional<uint64_t> TorchZipReader::on_storage(const std::string& name,
                                                   std::optional<uint64_t> size) {
  if (!dict_) bad_zip("expected data.pkl before entry '" + name + "'");
  const auto known = dict_->storage_of_key.find(name.substr(name.find('/') + 6));
  if (known == dict_->storage_of_key.end()) return std::nullopt;
  const size_t index = known->second;
  const uint64_t bytes = dict_->storages[index].bytes;
  if (seen_[index]) bad_zip("a second entry '" + name + "'");
  if (size && *size != bytes) {
    throw Error(ErrorCode::kPtTensor, "storage '" + name + "': expected " + std::to_string(bytes) +
                                          " bytes, file has " + std::to_string(*size));
  }
  seen_[index] = true;
  entry_ = Entry::kStorage;
  storage_.begin(*dict_, index);
  return bytes;
}

void TorchZipReader::on_content(std::span<const std::byte> bytes) {
  if (entry_ == Entry::kPickle) {
    if (pickle_->write(bytes) < bytes.size()) {
      throw Error(ErrorCode::kPtPickle,
                  "pickle: unexpected bytes in data.pkl after the pickle's end, at byte " +
                      std::to_string(pickle_->size()));
    }
  } else if (entry_ == Entry::kStorage) {
    storage_.write(bytes);
  } else if (entry_ == Entry::kByteOrder) {
    if (bytes.size() > 16 - byte_order_.size()) bad_zip("byteorder: expected 'little'");
    byte_order_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
}

void TorchZipReader::on_entry_end() {
  if (entry_ == Entry::kPickle) {
    if (!pickle_->done()) {
      throw Error(ErrorCode::kPtPickle, "pickle: data.pkl ends before the pickle does, at byte " +
                                            std::to_string(pickle_->size()));
    }
    dict_ = read_state_dict(*pickle_);
    pickle_.reset();
    seen_.assign(dict_->storages.size(), false);
    sink_.on_index(dict_->infos());
  } else if (entry_ == Entry::kStorage) {
    storage_.end();
  } else if (entry_ == Entry::kByteOrder && byte_order_ != "little") {
    bad_zip("byteorder: expected 'little'");
  }
  entry_ = Entry::kOther;
}

void TorchZipReader::on_directory() {
  if (!dict_) bad_zip("expected an entry data.pkl, as torch.save writes it, found none");
  for (size_t i = 0; i < seen_.size(); ++i) {
    if (!seen_[i]) bad_zip("entry 'data/" + dict_->storages[i].key + "' is missing");
  }
}

}  // namespace deberta
