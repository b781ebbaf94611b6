# Microkernels are a thousand short files, for each of which the compiler reads the long headers of the vector instructions
# again. XNNPACK's own builds join them ("amalgamation"), but Debian's archive lacks the joined files.

# joined(LIST PREFIX): replaces the C sources that LIST names by few ones that include them.
function(joined list prefix)
  set(size 24)
  set(kernels ${${list}})
  list(FILTER kernels INCLUDE REGEX "\\.c$")
  set(result ${${list}})
  list(FILTER result EXCLUDE REGEX "\\.c$")
  list(LENGTH kernels count)
  set(begin 0)
  while(begin LESS count)
    list(SUBLIST kernels ${begin} ${size} some)
    list(TRANSFORM some REPLACE "(.+)" "#include \"\\1\"\n")
    string(CONCAT text ${some})
    set(file "${prefix}-${begin}.c")
    file(CONFIGURE OUTPUT "${file}" CONTENT "${text}" @ONLY)
    list(APPEND result "${file}")
    math(EXPR begin "${begin} + ${size}")
  endwhile()
  set(${list} ${result} PARENT_SCOPE)
endfunction()
