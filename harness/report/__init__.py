"""Reports: one module per format in one `registry`, all made from final judgements and one `context`.

`judgements` is the published JSON that everything else can be made from again.  `verdict` folds the
judgements of a claim into one cell of the `table`, in the words of `finding`.  `allure_scenario` is called
while a scenario runs, `allure_results` and `allure_final` rewrite what it left, `allure_html` makes one file
of it, which `allure_page` closes; `junit` is for build servers, `summary` is the index of an invocation.
Texts are written by `judgement_text`, `witness_text` and `message_head` with the `background` of the run's
own record and the `words` of the tables.  Captured text is hostile: it passes `safe_text` on its way out.
"""
