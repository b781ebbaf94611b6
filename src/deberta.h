// The library's public header: the only one that bindings, tools and end-to-end tests include.
#ifndef DEBERTA_DEBERTA_H_
#define DEBERTA_DEBERTA_H_

#include "base/context.h"
#include "base/error.h"
#include "base/thread_pool.h"
#include "io/checkpoint_reader.h"
#include "io/config.h"
#include "io/converting_sink.h"
#include "io/safetensors.h"
#include "io/sha256.h"
#include "io/shard_index.h"
#include "model/fitting_heads.h"
#include "model/model.h"
#include "model/model_loader.h"
#include "model/quantizing_sink.h"
#include "session.h"
#include "tasks/feature_extraction.h"
#include "tasks/fill_mask.h"
#include "tasks/forward.h"
#include "tasks/question_answering.h"
#include "tasks/text_classification.h"
#include "tasks/text_ranking.h"
#include "tasks/token_classification.h"
#include "tasks/zero_shot_classification.h"
#include "tensor/workspace.h"
#include "text/files/save_vocabulary.h"
#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"
#include "text/unicode/utf8.h"

#endif  // DEBERTA_DEBERTA_H_
