using System.Text;
using System.Text.Unicode;
using SegLang.Runtime;

namespace SegLang.Data;

/// <summary>Reads the cells of one column of a table straight into the column of a field.</summary>
internal abstract class FieldSink(FieldSchema field, ColumnBuilder builder, int column)
{
    /// <summary>The field.</summary>
    public FieldSchema Field { get; } = field;

    /// <summary>The table's column, or −1 where it has none.</summary>
    public int Column { get; } = column;

    /// <summary>Whether a row without a value is fine.</summary>
    public bool MayBeMissing { get; } = FieldValues.MayBeMissing(field);

    /// <summary>The sink for a field.</summary>
    public static FieldSink For(FieldSchema field, ColumnBuilder builder, int column, Calendar calendar) => field.Kind switch
    {
        FieldKind.Text => new TextSink(field, (TextBuilder)builder, column),
        FieldKind.Int or FieldKind.Decimal or FieldKind.Money => new ExactSink(field, (FixedBuilder<long>)builder, column),
        FieldKind.DateTime => new InstantSink(field, (FixedBuilder<long>)builder, column, calendar),
        FieldKind.Date => new DateSink(field, (FixedBuilder<int>)builder, column),
        FieldKind.Number => new NumberSink(field, (FixedBuilder<double>)builder, column),
        FieldKind.Enum => new EnumSink(field, (FixedBuilder<int>)builder, column),
        _ => new AnySink(field, builder, column, calendar),
    };

    /// <summary>Appends the value of a cell that is not empty.</summary>
    public abstract Outcome Append(Cell cell);

    /// <summary>Appends the default, or else unknown (of a set or list: nothing).</summary>
    public void AppendMissing()
    {
        if (Field.Default is { } value)
        {
            FieldValues.Append(builder, value);
        }
        else
        {
            builder.AppendUnknown();
        }
    }

    private sealed class TextSink(FieldSchema field, TextBuilder builder, int column) : FieldSink(field, builder, column)
    {
        public override Outcome Append(Cell cell)
        {
            if (cell.Kind is not (CellKind.Text or CellKind.Number))
            {
                return Outcome.Malformed;
            }

            if (!Ascii.IsValid(cell.Bytes) && !Utf8.IsValid(cell.Bytes))
            {
                return Outcome.NotUtf8;
            }

            builder.Append(cell.Bytes);
            return Outcome.Ok;
        }
    }

    private sealed class ExactSink(FieldSchema field, FixedBuilder<long> builder, int column) : FieldSink(field, builder, column)
    {
        private readonly int scale = field.Scale;

        public override Outcome Append(Cell cell)
        {
            if (cell.Kind is not (CellKind.Text or CellKind.Number))
            {
                return Outcome.Malformed;
            }

            Outcome outcome = Scalars.Exact(cell.Bytes, scale, out long value);
            builder.Append(value);
            return outcome;
        }
    }

    private sealed class InstantSink(FieldSchema field, FixedBuilder<long> builder, int column, Calendar calendar)
        : FieldSink(field, builder, column)
    {
        public override Outcome Append(Cell cell)
        {
            if (cell.Kind != CellKind.Text)
            {
                return Outcome.Malformed;
            }

            Outcome outcome = Scalars.DateTime(cell.Bytes, calendar, out long value);
            builder.Append(value);
            return outcome;
        }
    }

    private sealed class DateSink(FieldSchema field, FixedBuilder<int> builder, int column) : FieldSink(field, builder, column)
    {
        public override Outcome Append(Cell cell)
        {
            if (cell.Kind != CellKind.Text)
            {
                return Outcome.Malformed;
            }

            Outcome outcome = Scalars.Date(cell.Bytes, out int value);
            builder.Append(value);
            return outcome;
        }
    }

    private sealed class NumberSink(FieldSchema field, FixedBuilder<double> builder, int column) : FieldSink(field, builder, column)
    {
        public override Outcome Append(Cell cell)
        {
            if (cell.Kind is not (CellKind.Text or CellKind.Number))
            {
                return Outcome.Malformed;
            }

            Outcome outcome = Scalars.Number(cell.Bytes, out double value);
            builder.Append(value);
            return outcome;
        }
    }

    private sealed class EnumSink : FieldSink
    {
        private readonly FixedBuilder<int> builder;
        private readonly TextDictionary members = new();

        public EnumSink(FieldSchema field, FixedBuilder<int> builder, int column)
            : base(field, builder, column)
        {
            this.builder = builder;
            foreach (string member in field.Members)
            {
                members.Add(member);
            }
        }

        public override Outcome Append(Cell cell)
        {
            if (cell.Kind != CellKind.Text)
            {
                return Outcome.Malformed;
            }

            int member = Ascii.IsValid(cell.Bytes)
                ? members.Find(cell.Bytes)
                : members.Find(Runtime.Text.Normalize(Encoding.UTF8.GetString(cell.Bytes)));
            builder.Append(member);
            return member < 0 ? Outcome.NoSuchMember : Outcome.Ok;
        }
    }

    private sealed class AnySink(FieldSchema field, ColumnBuilder builder, int column, Calendar calendar)
        : FieldSink(field, builder, column)
    {
        private readonly ColumnBuilder builder = builder;

        public override Outcome Append(Cell cell)
        {
            object? value = FieldValues.Read(Field, cell, calendar, out Outcome outcome);
            if (outcome == Outcome.Ok)
            {
                FieldValues.Append(builder, value);
            }

            return outcome;
        }
    }
}
