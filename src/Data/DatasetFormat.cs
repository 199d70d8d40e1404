namespace Graft.Data;

/// <summary>The ways people lay out data sets.</summary>
public enum DatasetFormat
{
    /// <summary>One folder per class, or a CSV: classification.</summary>
    Classes,

    /// <summary>COCO's instances json: boxes, polygons, crowds.</summary>
    Coco,

    /// <summary><c>images/</c> and <c>labels/</c> with one line per object, names in <c>data.yaml</c>.</summary>
    Yolo,

    /// <summary>One XML file per image, as Pascal VOC.</summary>
    Voc,

    /// <summary><c>images/</c> and <c>masks/</c> with a class index for every pixel.</summary>
    Masks,
}
