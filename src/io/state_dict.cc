#include "io/state_dict.h"

#include <array>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/error.h"

namespace deberta {
namespace {

using Kind = PickleValue::Kind;

constexpr std::string_view kOrderedDict = "collections OrderedDict";
constexpr std::string_view kTensor = "torch._utils _rebuild_tensor_v2";
constexpr std::string_view kParameter = "torch._utils _rebuild_parameter";

constexpr std::array<std::string_view, 13> kGlobals = {
    kOrderedDict,        kTensor,
    kParameter,          "torch FloatStorage",
    "torch HalfStorage", "torch BFloat16Storage",
    "torch LongStorage", "torch DoubleStorage",
    "torch IntStorage",  "torch ShortStorage",
    "torch CharStorage", "torch ByteStorage",
    "torch BoolStorage",
};

std::optional<DType> dtype_of_storage(std::string_view global) {
  constexpr std::pair<std::string_view, DType> kTypes[] = {
      {"torch FloatStorage", DType::kF32},     {"torch HalfStorage", DType::kF16},
      {"torch BFloat16Storage", DType::kBF16}, {"torch LongStorage", DType::kI64},
      {"torch DoubleStorage", DType::kF64},    {"torch IntStorage", DType::kI32},
      {"torch ShortStorage", DType::kI16},     {"torch CharStorage", DType::kI8},
      {"torch ByteStorage", DType::kU8},       {"torch BoolStorage", DType::kBool},
  };
  for (const auto& [name, dtype] : kTypes) {
    if (name == global) return dtype;
  }
  return std::nullopt;
}

[[noreturn]] void bad_pickle(const std::string& fact) {
  throw Error(ErrorCode::kPtPickle, "pickle: " + fact);
}

[[noreturn]] void bad_tensor(const std::string& name, const std::string& fact) {
  throw Error(ErrorCode::kPtTensor, "tensor '" + name + "': " + fact);
}

class Interpreter {
 public:
  explicit Interpreter(const PickleReader& pickle) : pickle_(pickle) {}

  StateDict read() {
    for (const PickleValue& value : pickle_.values()) {
      if (value.kind == Kind::kPersistent) add_storage(item(value, 0));
    }
    if (!is_dict(pickle_.result())) bad_pickle("expected a dictionary of tensors");
    const PickleValue& dict = state_dict(pickle_.result());
    std::unordered_set<std::string_view> names;
    for (const auto& [key, value] : entries(dict)) {
      if (key->kind != Kind::kString || !is_tensor(*value)) continue;
      if (key->text.size() > StateDict::kMaxName) {
        bad_pickle("a tensor's name has " + std::to_string(key->text.size()) + " bytes");
      }
      if (!names.insert(key->text).second) bad_pickle("tensor '" + key->text + "' occurs twice");
      add_tensor(key->text, *value);
    }
    check_repeats();
    return std::move(dict_);
  }

 private:
  using Entry = std::pair<const PickleValue*, const PickleValue*>;

  const PickleValue& item(const PickleValue& value, size_t i) const {
    return pickle_.at(value.items[i]);
  }
  bool calls(const PickleValue& value, std::string_view global) const {
    return value.kind == Kind::kObject && item(value, 0).text == global;
  }
  bool is_dict(const PickleValue& value) const {
    return value.kind == Kind::kDict || calls(value, kOrderedDict);
  }
  bool is_tensor(const PickleValue& value) const {
    return calls(value, kTensor) || calls(value, kParameter);
  }

  std::vector<Entry> entries(const PickleValue& dict) const {
    std::vector<Entry> entries;
    size_t first = 0;
    if (dict.kind == Kind::kObject) {
      first = 2;  // after the call
      // Python 2 passes an OrderedDict's items to its constructor, as a list of lists of two.
      const PickleValue& arguments = item(dict, 1);
      if (!arguments.items.empty()) {
        const PickleValue& list = item(arguments, 0);
        for (PickleRef ref : list.items) {
          const PickleValue& pair = pickle_.at(ref);
          if (pair.items.size() != 2) bad_pickle("expected pairs as an OrderedDict's items");
          entries.emplace_back(&item(pair, 0), &item(pair, 1));
        }
      }
    }
    for (size_t i = first; i + 1 < dict.items.size(); i += 2) {
      entries.emplace_back(&item(dict, i), &item(dict, i + 1));
    }
    return entries;
  }

  // The dictionary itself, or a dictionary that it holds under a usual name.
  const PickleValue& state_dict(const PickleValue& dict) const {
    const PickleValue* inner = nullptr;
    for (const auto& [key, value] : entries(dict)) {
      if (is_tensor(*value)) return dict;
      const bool is_usual =
          key->kind == Kind::kString &&
          (key->text == "state_dict" || key->text == "model_state_dict" || key->text == "model");
      if (is_usual && is_dict(*value) && inner == nullptr) inner = value;
    }
    return inner == nullptr ? dict : *inner;
  }

  // ("storage", type, key, device, elements) and, before torch 1.6, a view of it: None.
  void add_storage(const PickleValue& id) {
    if (id.items.size() < 5 || item(id, 0).text != "storage") bad_pickle("a storage is malformed");
    const std::optional<DType> dtype = dtype_of_storage(item(id, 1).text);
    const PickleValue& key = item(id, 2);
    const PickleValue& elements = item(id, 4);
    if (!dtype || key.kind != Kind::kString || key.text.size() > StateDict::kMaxName ||
        elements.kind != Kind::kInteger) {
      bad_pickle("a storage is malformed");
    }
    if (id.items.size() > 5 && item(id, 5).kind != Kind::kNone) {
      bad_pickle("storage '" + key.text + "' is a view of another, as before torch 0.4");
    }
    TorchStorage storage{key.text, *dtype, 0, {}};
    if (elements.integer < 0 || __builtin_mul_overflow(static_cast<uint64_t>(elements.integer),
                                                       size_of(*dtype), &storage.bytes)) {
      bad_pickle("storage '" + key.text + "' has " + std::to_string(elements.integer) +
                 " elements");
    }
    const auto [known, is_new] =
        dict_.storage_of_key.try_emplace(storage.key, dict_.storages.size());
    if (is_new) {
      if (dict_.storages.size() >= StateDict::kMaxTensors) bad_pickle("too many storages");
      dict_.storages.push_back(std::move(storage));
    } else if (const TorchStorage& other = dict_.storages[known->second];
               other.dtype != storage.dtype || other.bytes != storage.bytes) {
      bad_pickle("storage '" + storage.key + "' is described in two ways");
    }
  }

  // A tuple of non-negative integers.
  std::vector<uint64_t> numbers(const PickleValue& tuple, const std::string& name) const {
    std::vector<uint64_t> numbers;
    if (tuple.kind != Kind::kTuple) bad_tensor(name, "expected tuples as its sizes and strides");
    if (tuple.items.size() > StateDict::kMaxDimensions) {
      bad_tensor(name, std::to_string(tuple.items.size()) + " dimensions");
    }
    for (PickleRef ref : tuple.items) {
      const PickleValue& number = pickle_.at(ref);
      if (number.kind != Kind::kInteger)
        bad_tensor(name, "expected integers as its sizes and strides");
      if (number.integer < 0) {
        bad_tensor(name, "a size or a stride is " + std::to_string(number.integer));
      }
      numbers.push_back(static_cast<uint64_t>(number.integer));
    }
    return numbers;
  }

  // _rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, hooks), perhaps as the first
  // argument of _rebuild_parameter.
  void add_tensor(const std::string& name, const PickleValue& value) {
    if (dict_.tensors.size() >= StateDict::kMaxTensors) bad_pickle("too many tensors");
    const PickleValue* call = &value;
    if (calls(*call, kParameter)) {
      if (item(*call, 1).items.empty()) bad_tensor(name, "a parameter without a tensor");
      call = &item(item(*call, 1), 0);
    }
    if (!calls(*call, kTensor)) bad_tensor(name, "a parameter without a tensor");
    const PickleValue& arguments = item(*call, 1);
    if (arguments.items.size() < 4 || item(arguments, 0).kind != Kind::kPersistent ||
        item(arguments, 1).kind != Kind::kInteger) {
      bad_tensor(name, "its storage or its offset is missing");
    }
    TorchTensor tensor;
    tensor.info.name = name;
    tensor.storage = dict_.storage_of_key.at(item(item(item(arguments, 0), 0), 2).text);
    TorchStorage& storage = dict_.storages[tensor.storage];
    tensor.info.dtype = storage.dtype;
    if (item(arguments, 1).integer < 0) {
      bad_tensor(name, "offset " + std::to_string(item(arguments, 1).integer));
    }
    tensor.offset = static_cast<uint64_t>(item(arguments, 1).integer);
    tensor.info.shape = numbers(item(arguments, 2), name);
    tensor.strides = numbers(item(arguments, 3), name);
    check(tensor, storage);
    storage.tensors.push_back(dict_.tensors.size());
    dict_.tensors.push_back(std::move(tensor));
  }

  // Checks that every element lies in the storage; the last one is offset + Σ (size − 1) · stride.
  static void check(TorchTensor& tensor, const TorchStorage& storage) {
    TensorInfo& info = tensor.info;
    if (info.shape.size() != tensor.strides.size()) {
      bad_tensor(info.name, std::to_string(info.shape.size()) + " sizes, " +
                                std::to_string(tensor.strides.size()) + " strides");
    }
    bool overflows = false;
    uint64_t last = tensor.offset;
    info.end = size_of(info.dtype);
    for (size_t i = 0; i < info.shape.size(); ++i) {
      overflows |= __builtin_mul_overflow(info.end, info.shape[i], &info.end);
      uint64_t span = 0;
      if (info.shape[i] != 0) {
        overflows |= __builtin_mul_overflow(info.shape[i] - 1, tensor.strides[i], &span);
      }
      overflows |= __builtin_add_overflow(last, span, &last);
    }
    const uint64_t elements = storage.bytes / size_of(info.dtype);
    if (overflows || (info.end != 0 && last >= elements) || tensor.offset > elements) {
      bad_tensor(info.name, to_string(info.shape) + " with strides " + to_string(tensor.strides) +
                                " from " + std::to_string(tensor.offset) +
                                " exceeds its storage of " + std::to_string(elements) +
                                " elements");
    }
  }

  // Tensors may share a storage, as tied weights do, and a view may repeat it; so a few bytes can
  // stand for any number of elements.
  void check_repeats() const {
    constexpr uint64_t kMaxRepeats = 64, kAlways = 1 << 20;
    uint64_t stored = 0, viewed = 0;
    bool overflows = false;
    for (const TorchStorage& storage : dict_.storages) {
      overflows |= __builtin_add_overflow(stored, storage.bytes, &stored);
    }
    for (const TorchTensor& tensor : dict_.tensors) {
      overflows |= __builtin_add_overflow(viewed, tensor.info.end, &viewed);
    }
    if (!overflows && (viewed <= kAlways || viewed / kMaxRepeats <= stored)) return;
    throw Error(ErrorCode::kPtTensor, "its tensors take " + std::to_string(viewed) +
                                          " bytes, expected at most " +
                                          std::to_string(kMaxRepeats) + " times the " +
                                          std::to_string(stored) + " bytes of their storages");
  }

  const PickleReader& pickle_;
  StateDict dict_;
};

}  // namespace

bool TorchTensor::is_contiguous() const {
  uint64_t expected = 1;
  for (size_t i = strides.size(); i-- > 0;) {
    if (info.shape[i] != 1 && strides[i] != expected) return false;
    expected *= info.shape[i];
  }
  return true;
}

uint64_t TorchTensor::end() const {
  if (info.end == 0) return begin();
  uint64_t last = offset;
  for (size_t i = 0; i < strides.size(); ++i) last += (info.shape[i] - 1) * strides[i];
  return (last + 1) * size_of(info.dtype);
}

std::vector<TensorInfo> StateDict::infos() const {
  std::vector<TensorInfo> infos;
  for (const TorchTensor& tensor : tensors) infos.push_back(tensor.info);
  return infos;
}

std::span<const std::string_view> state_dict_globals() { return kGlobals; }

StateDict read_state_dict(const PickleReader& pickle) { return Interpreter(pickle).read(); }

}  // namespace deberta
