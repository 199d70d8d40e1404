namespace Graft.Data;

/// <summary>The ways people lay out data sets; each is a row of <see cref="LayoutTable"/>.</summary>
internal enum DatasetFormat
{
    /// <summary>One folder per class, or a CSV: classification.</summary>
    Classes,

    /// <summary>COCO's instances json: boxes, polygons, crowds.</summary>
    Coco,

    /// <summary>A text file per image with one line per object, names in <c>data.yaml</c>, <c>obj.names</c> or <c>classes.txt</c>.</summary>
    Yolo,

    /// <summary>One XML file per image, as Pascal VOC.</summary>
    Voc,

    /// <summary><c>images/</c> and <c>masks/</c> with a class index, or a colour with a legend, for every pixel.</summary>
    Masks,

    /// <summary>labelme's json per image.</summary>
    Labelme,

    /// <summary>Label Studio's json of tasks.</summary>
    LabelStudio,

    /// <summary>VoTT's json of assets.</summary>
    Vott,

    /// <summary>Supervisely's <c>meta.json</c> with a json per image.</summary>
    Supervisely,

    /// <summary>CVAT's own XML of images.</summary>
    Cvat,

    /// <summary>VGG Image Annotator's json.</summary>
    Via,

    /// <summary>Create ML's json.</summary>
    CreateMl,
}
