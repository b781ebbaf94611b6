// Vectors for texts: {values [rows, width], rows, width}. Their `type` is float32; or int8 or
// uint8: a bit for each value, whether it is positive, eight to a byte, and for int8 less 128.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

FeatureExtractionOptions read(const Options& options) {
  FeatureExtractionOptions result;
  options.read("pooling", result.pooling,
               {{"none", Pooling::kNone},
                {"mean", Pooling::kMean},
                {"cls", Pooling::kCls},
                {"first_token", Pooling::kCls},
                {"last_token", Pooling::kLast},
                {"eos", Pooling::kLast}});
  options.read("normalize", result.normalize);
  return result;
}

enum class Type { kFloat32, kInt8, kUint8 };

val to_js(const Features& result, Type type) {
  val values;
  size_t width = result.hidden;
  if (type == Type::kFloat32) {
    values = array_of(result.values);
  } else {
    std::vector<uint8_t> bytes = packed_signs(result.values);  // of one vector
    width = bytes.size();
    // 128 less is the same as the other sign.
    std::vector<int8_t> with_sign;
    for (uint8_t byte : bytes) with_sign.push_back(static_cast<int8_t>(byte ^ 0x80));
    values = type == Type::kInt8 ? array_of(with_sign) : array_of(bytes);
  }
  val object = val::object();
  object.set("values", values);
  object.set("rows", static_cast<double>(result.rows));
  object.set("width", static_cast<double>(width));
  return object;
}

}  // namespace

std::unique_ptr<Call> feature_extraction(Session& session, Texts texts, const Options& options) {
  Type type = Type::kFloat32;
  options.read("type", type,
               {{"float32", Type::kFloat32}, {"int8", Type::kInt8}, {"uint8", Type::kUint8}});
  return list_call<FeatureExtractionTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<FeatureExtractionTask>(views, read(options), session.tokenizer(),
                                                       session.model());
      },
      [type](const Features& result, size_t, Views) { return to_js(result, type); });
}

}  // namespace deberta::bindings
