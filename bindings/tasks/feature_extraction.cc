// Vectors for texts: {values [rows, hidden], rows, hidden}.
#include "bindings/task_call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

FeatureExtractionOptions read(const Options& options) {
  FeatureExtractionOptions result;
  options.read("pooling", result.pooling,
               {{"none", Pooling::kNone}, {"mean", Pooling::kMean}, {"cls", Pooling::kCls}});
  options.read("normalize", result.normalize);
  return result;
}

val to_js(const Features& result, size_t, Views) {
  val object = val::object();
  object.set("values", array_of(result.values));
  object.set("rows", static_cast<double>(result.rows));
  object.set("hidden", static_cast<double>(result.hidden));
  return object;
}

}  // namespace

std::unique_ptr<Call> feature_extraction(Session& session, Texts texts, const Options& options) {
  return list_call<FeatureExtractionTask>(
      session, std::move(texts),
      [&](Views views) {
        return std::make_unique<FeatureExtractionTask>(views, read(options), session.tokenizer(),
                                                       session.model());
      },
      to_js);
}

}  // namespace deberta::bindings
