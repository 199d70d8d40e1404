namespace Graft.Tasks;

/// <summary>How a metric is written.</summary>
public enum MetricFormat
{
    /// <summary>A share in 0..1 as a percentage with one decimal: "95.3 %".</summary>
    Percent,

    /// <summary>Three decimals: "0.953".</summary>
    Decimal,

    /// <summary>A whole number, in groups of three digits: "12 345".</summary>
    Count,
}
