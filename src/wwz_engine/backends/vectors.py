"""Inner loops of the projection, spelled out in the widest instructions of the machine.

A compiler that is given these loops in plain Python looks, before each of them, whether its
arrays overlap, and writes every running sum back to memory. Here it need not: what these
functions are given never overlaps. They check nothing and are called from kernels alone;
what they must give is settled by ``projection_plain`` and by sorting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from wwz_engine.backends.rates import LANES, MOST_DYING

WIDTH = 16
"""Numbers of 32 bits in one instruction; where the machine's are narrower, it takes several."""

GROUPS = range(LANES // WIDTH)
NUMBER, WHOLE = ir.FloatType(), ir.IntType(64)
VECTOR = ir.VectorType(NUMBER, WIDTH)
ONCE = ("contract", "nsz")  # a product and a sum may be rounded once

Code = Callable[..., Any]

# Its own type says that who calls it also gives the first argument, which numba gives.
instructions: Any = intrinsic


class Writer:
    """Writes instructions on vectors for one call of a function below."""

    def __init__(self, context: Any, builder: Any, signature: Any, arguments: Any) -> None:
        self.builder, self._context = builder, context
        self._signature, self._arguments = signature, arguments

    def array(self, index: int) -> Any:
        """An argument that is an array: ``data`` is where it starts."""
        kind = self._context.make_array(self._signature.args[index])
        return kind(self._context, self.builder, self._arguments[index])

    def length(self, index: int) -> Any:
        return self.builder.extract_value(self.array(index).shape, 0)

    def constant(self, value: float) -> Any:
        return ir.Constant(VECTOR, [value] * WIDTH)

    def spread(self, number: Any) -> Any:
        """One number in every place."""
        none, first = ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        places = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
        one = self.builder.insert_element(none, number, first)
        return self.builder.shuffle_vector(one, none, places)

    def number(self, start: Any, index: Any) -> Any:
        """One number of an array, in every place."""
        return self.spread(self.builder.load(self.builder.gep(start, [index])))

    def _at(self, start: Any, group: int) -> Any:
        place = self.builder.gep(start, [ir.Constant(WHOLE, group * WIDTH)])
        return self.builder.bitcast(place, VECTOR.as_pointer())

    def read(self, start: Any, group: int = 0) -> Any:
        found = self.builder.load(self._at(start, group))
        found.align = 4
        return found

    def write(self, vector: Any, start: Any, group: int = 0) -> None:
        self.builder.store(vector, self._at(start, group)).align = 4

    def running(self, value: float) -> Any:
        """A vector that changes from turn to turn; it stays in a register."""
        return cgutils.alloca_once_value(self.builder, self.constant(value))

    def smaller(self, one: Any, other: Any) -> Any:
        """Of each pair the smaller; ``other`` where a pair holds what is not a number."""
        return self.builder.select(self.builder.fcmp_ordered("<", one, other), one, other)

    def larger(self, one: Any, other: Any) -> Any:
        return self.builder.select(self.builder.fcmp_ordered(">", one, other), one, other)

    def slot(self, ring: Any, first: Any, age: Any) -> Any:
        """Where in a ring of birth years the lanes of an age start."""
        number = self.builder.add(first, age)
        return self.builder.gep(ring, [self.builder.mul(number, ir.Constant(WHOLE, LANES))])

    def gathered(self, how: str, vector: Any, *start: Any) -> Any:
        """One number from all places: fadd, fmax or fmin."""
        kind = ir.FunctionType(NUMBER, [*(each.type for each in start), VECTOR])
        name = f"llvm.vector.reduce.{how}.v{WIDTH}f32"
        reduce = cgutils.get_or_insert_function(self.builder.module, kind, name)
        return self.builder.call(reduce, [*start, vector], fastmath=("reassoc", "nsz"))


@instructions
def live(
    typing: Any,
    ring: Any,  # (slot, lane), persons; changed
    first: Any,  # slot of age 0
    deaths: Any,  # (age,)
    mortality: Any,  # (lane,)
    factors: Any,  # (age,)
    moving: Any,  # (age,)
    pull: Any,  # (lane,)
    start: Any,
    stop: Any,
    total: Any,  # out (lane,), persons of all these ages
) -> tuple[Any, Code]:
    """People from one age up to another live and move for a year, and are added up."""
    given = (ring, first, deaths, mortality, factors, moving, pull, start, stop, total)

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        writer = Writer(context, builder, signature, arguments)
        by_age = [writer.array(index).data for index in (2, 4, 5)]
        deadly = [writer.read(writer.array(3).data, group) for group in GROUPS]
        pulled = [writer.read(writer.array(6).data, group) for group in GROUPS]
        sums = [writer.running(0.0) for _ in GROUPS]
        one, most, none = (writer.constant(value) for value in (1.0, MOST_DYING, 0.0))
        ages = (arguments[7], arguments[8], ir.Constant(WHOLE, 1))
        with cgutils.for_range_slice(builder, *ages) as (age, _):
            dying, factor, arriving = (writer.number(array, age) for array in by_age)
            lanes = writer.slot(writer.array(0).data, arguments[1], age)
            for group in GROUPS:
                killed = builder.fmul(dying, deadly[group], flags=ONCE)
                alive = builder.fsub(one, writer.smaller(most, killed), flags=ONCE)
                left = builder.fmul(writer.read(lanes, group), factor, flags=ONCE)
                left = builder.fmul(left, alive, flags=ONCE)
                moved = builder.fmul(arriving, pulled[group], flags=ONCE)
                left = writer.larger(none, builder.fadd(left, moved, flags=ONCE))
                writer.write(left, lanes, group)
                builder.store(builder.fadd(builder.load(sums[group]), left), sums[group])
        for group in GROUPS:
            writer.write(builder.load(sums[group]), writer.array(9).data, group)
        return context.get_dummy_value()

    return types.void(*given), code


@instructions
def weigh(
    typing: Any,
    ring: Any,  # (slot, lane), persons
    first: Any,  # slot of the first weight
    weights: Any,  # (age,)
    total: Any,  # out (lane,)
) -> tuple[Any, Code]:
    """Sum of people of following ages, each age with its weight."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        writer = Writer(context, builder, signature, arguments)
        sums = [writer.running(0.0) for _ in GROUPS]
        with cgutils.for_range(builder, writer.length(2)) as loop:
            weight = writer.number(writer.array(2).data, loop.index)
            lanes = writer.slot(writer.array(0).data, arguments[1], loop.index)
            for group in GROUPS:
                part = builder.fmul(writer.read(lanes, group), weight, flags=ONCE)
                whole = builder.fadd(builder.load(sums[group]), part, flags=ONCE)
                builder.store(whole, sums[group])
        for group in GROUPS:
            writer.write(builder.load(sums[group]), writer.array(3).data, group)
        return context.get_dummy_value()

    return types.void(ring, first, weights, total), code


@instructions
def around(typing: Any, line: Any, pivot: Any) -> tuple[Any, Code]:
    """How many of a line lie below the pivot, the largest of these, the smallest of the others.

    The length of the line is a multiple of ``WIDTH``, and nothing in it is below 0.
    """

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        writer = Writer(context, builder, signature, arguments)
        start, middle = writer.array(0).data, writer.spread(arguments[1])
        number, below, above = (writer.running(value) for value in (0.0, -1.0, float("inf")))
        steps = (ir.Constant(WHOLE, 0), writer.length(0), ir.Constant(WHOLE, WIDTH))
        with cgutils.for_range_slice(builder, *steps) as (at, _):
            value = writer.read(builder.gep(start, [at]))
            less = builder.fcmp_ordered("<", value, middle)
            counted, largest, smallest = (builder.load(each) for each in (number, below, above))
            more = builder.fadd(counted, writer.constant(1.0))
            builder.store(builder.select(less, more, counted), number)
            low, high = builder.select(less, value, largest), builder.select(less, smallest, value)
            builder.store(writer.larger(low, largest), below)
            builder.store(writer.smaller(high, smallest), above)
        none = ir.Constant(NUMBER, 0.0)
        found = (
            writer.gathered("fadd", builder.load(number), none),
            writer.gathered("fmax", builder.load(below)),
            writer.gathered("fmin", builder.load(above)),
        )
        return context.make_tuple(builder, signature.return_type, found)

    return types.UniTuple(types.float32, 3)(line, types.float32), code
