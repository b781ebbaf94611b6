#include "bindings/task_values.h"

#include <string>

namespace deberta::bindings {
namespace {

using emscripten::val;

// What every result says beside its own: {…, tokens, truncated}.
template <class Result>
val with_facts(val object, const Result& result) {
  object.set("tokens", static_cast<double>(result.tokens));
  object.set("truncated", result.truncated);
  return object;
}

}  // namespace

TokenClassificationOptions token_classification_options(const Options& options) {
  TokenClassificationOptions result;
  options.read("aggregation_strategy", result.aggregation,
               {{"none", Aggregation::kNone},
                {"simple", Aggregation::kSimple},
                {"first", Aggregation::kFirst},
                {"average", Aggregation::kAverage},
                {"max", Aggregation::kMax}});
  options.read("ignore_labels", result.ignore_labels);
  options.read("stride", result.stride);
  options.read("keep_overlaps", result.keep_overlaps);
  return result;
}

TextClassificationOptions text_classification_options(const Options& options) {
  TextClassificationOptions result;
  options.read("function_to_apply", result.function_to_apply,
               {{"default", ScoreFunction::kDefault},
                {"softmax", ScoreFunction::kSoftmax},
                {"sigmoid", ScoreFunction::kSigmoid},
                {"none", ScoreFunction::kNone}});
  options.read("top_k", result.top_k);
  options.read("stride", result.stride);
  options.read("pooling", result.pooling,
               {{"max", WindowPooling::kMax}, {"mean", WindowPooling::kMean}});
  return result;
}

TextRankingOptions text_ranking_options(const Options& options) {
  TextRankingOptions result;
  options.read("function_to_apply", result.function_to_apply,
               {{"sigmoid", ScoreFunction::kSigmoid}, {"none", ScoreFunction::kNone}});
  options.read("top_k", result.top_k);
  return result;
}

ZeroShotOptions zero_shot_options(const Options& options) {
  ZeroShotOptions result;
  options.read("multi_label", result.multi_label);
  return result;
}

QuestionAnsweringOptions question_answering_options(const Options& options) {
  QuestionAnsweringOptions result;
  options.read("top_k", result.top_k);
  options.read("max_seq_len", result.max_seq_len);
  options.read("doc_stride", result.doc_stride);
  options.read("max_answer_len", result.max_answer_len);
  options.read("max_question_len", result.max_question_len);
  options.read("handle_impossible_answer", result.handle_impossible_answer);
  options.read("align_to_words", result.align_to_words);
  return result;
}

FillMaskOptions fill_mask_options(const Options& options) {
  FillMaskOptions result;
  options.read("top_k", result.top_k);
  return result;
}

FeatureExtractionOptions feature_extraction_options(const Options& options) {
  FeatureExtractionOptions result;
  options.read("pooling", result.pooling,
               {{"none", Pooling::kNone}, {"mean", Pooling::kMean}, {"cls", Pooling::kCls}});
  options.read("normalize", result.normalize);
  return result;
}

val to_js(const TokenClassification& result, std::string_view text) {
  const Utf16Map map(text);
  val object = val::object();
  object.set("entities", list_of(result.entities, [&](const Entity& entity, size_t) {
               val item = val::object();
               item.set(entity.token.empty() ? "entity_group" : "entity", entity.label);
               item.set("score", entity.score);
               if (!entity.token.empty()) {
                 item.set("index", entity.index);
                 item.set("token", entity.token);
               }
               item.set("start", map.utf16(entity.span.begin));
               item.set("end", map.utf16(entity.span.end));
               return item;
             }));
  return with_facts(object, result);
}

val to_js(const TextClassification& result) {
  val object = val::object();
  object.set("scores", list_of(result.scores, [](const LabelScore& score, size_t) {
               val item = val::object();
               item.set("label", score.label);
               item.set("score", score.score);
               return item;
             }));
  return with_facts(object, result);
}

val to_js(const TextRanking& result) {
  val object = val::object();
  object.set("documents", list_of(result.documents, [](const RankedDocument& ranked, size_t) {
               val item = val::object();
               item.set("index", static_cast<double>(ranked.document));
               item.set("score", ranked.score);
               item.set("truncated", ranked.truncated);
               return item;
             }));
  return with_facts(object, result);
}

val to_js(const ZeroShotClassification& result) {
  std::vector<uint32_t> order;
  std::vector<float> scores;
  for (const HypothesisScore& each : result.scores) {
    order.push_back(static_cast<uint32_t>(each.hypothesis));
    scores.push_back(each.score);
  }
  val object = val::object();
  object.set("order", array_of(order));
  object.set("scores", array_of(scores));
  return with_facts(object, result);
}

val to_js(const QuestionAnswering& result, std::string_view context) {
  const Utf16Map map(context);
  val object = val::object();
  object.set("answers", list_of(result.answers, [&](const Answer& answer, size_t) {
               val item = val::object();
               item.set("score", answer.score);
               item.set("start", map.utf16(answer.span.begin));
               item.set("end", map.utf16(answer.span.end));
               return item;
             }));
  return with_facts(object, result);
}

val to_js(const FillMask& result) {
  val object = val::object();
  object.set("masks", list_of(result.masks, [](const std::vector<Fill>& fills, size_t) {
               return list_of(fills, [](const Fill& fill, size_t) {
                 val item = val::object();
                 item.set("score", fill.score);
                 item.set("token", fill.token);
                 item.set("token_str", fill.token_str);
                 item.set("sequence", fill.sequence);
                 return item;
               });
             }));
  return with_facts(object, result);
}

val to_js(const Features& result) {
  val object = val::object();
  object.set("values", array_of(result.values));
  object.set("rows", static_cast<double>(result.rows));
  object.set("hidden", static_cast<double>(result.hidden));
  return with_facts(object, result);
}

}  // namespace deberta::bindings
