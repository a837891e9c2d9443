"""Populations on Apache Spark: for provinces and countries, on a cluster. Needs the extra ``minsheng[spark]``.

:func:`minsheng.population.spark.scan.spark_scan` does what ``minsheng scan`` does, with the same results;
:func:`minsheng.population.spark.determine.spark_determine` gives the results as a table of Spark.
"""
