"""The tables from which the samples are made: published targets, made-up figures of the other units, their faults."""
