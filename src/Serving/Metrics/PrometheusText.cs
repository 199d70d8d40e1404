using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Graft.Serving;

/// <summary>Listens to a meter and writes it in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusText : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Everything so far.</summary>
    public string Write()
    {
        lock (_gate)
            foreach (var family in _families.Values.Where(family => family.Type == "gauge")) family.Series.Clear();
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
            foreach (var family in _families.Values) family.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        lock (_gate)
        {
            if (!_families.TryGetValue(instrument.Name, out var family)) family = _families[instrument.Name] = Family.Of(instrument);
            family.Take(labels, value);
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name).Append("=\"").Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }
        return text.ToString();
    }

    private static string Escaped(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Series
    {
        public double Sum;
        public long Count;
        public long[] Buckets = [];
    }

    private sealed record Family(string Name, string Type, string Help, double[] Bounds)
    {
        public SortedDictionary<string, Series> Series { get; } = new(StringComparer.Ordinal);

        public static Family Of(Instrument instrument)
        {
            var kind = instrument.GetType().Name;
            var type = kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
                : kind.StartsWith("Counter", StringComparison.Ordinal) ? "counter"
                : "gauge";
            var name = type == "counter" ? $"{instrument.Name}_total" : instrument.Name;
            return new(name, type, instrument.Description ?? instrument.Name, instrument switch
            {
                Histogram<double> { Advice.HistogramBucketBoundaries: { } seconds } => [.. seconds],
                Histogram<int> { Advice.HistogramBucketBoundaries: { } counts } => [.. counts],
                _ => [],
            });
        }

        public void Take(string labels, double value)
        {
            if (!Series.TryGetValue(labels, out var series)) series = Series[labels] = new Series { Buckets = new long[Bounds.Length] };
            if (Type == "gauge") series.Sum = value;
            else series.Sum += value;
            series.Count++;
            for (var i = 0; i < Bounds.Length; i++)
                if (value <= Bounds[i]) series.Buckets[i]++;
        }

        public void Write(StringBuilder text)
        {
            if (Series.Count == 0) return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {Help}\n# TYPE {Name} {Type}\n");
            foreach (var (labels, series) in Series)
            {
                var own = labels.Length > 0 ? $"{{{labels}}}" : "";
                if (Type != "histogram")
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Name}{own} {Number(series.Sum)}\n");
                    continue;
                }
                var before = labels.Length > 0 ? labels + "," : "";
                for (var i = 0; i < Bounds.Length; i++)
                    text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{before}le=\"{Number(Bounds[i])}\"}} {series.Buckets[i]}\n");
                text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{before}le=\"+Inf\"}} {series.Count}\n");
                text.Append(CultureInfo.InvariantCulture, $"{Name}_sum{own} {Number(series.Sum)}\n{Name}_count{own} {series.Count}\n");
            }
        }
    }
}
